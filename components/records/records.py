"""Everything that a set of stacks has written down, in one look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from components import cloud, naming
from components.color import Color
from components.records.active_record import ActiveRecord
from components.records.intent import Intent
from components.records.release_record import ReleaseRecord


class DamagedRecordError(Exception):
    """A record was changed by hand beyond use; the message names its parameter and how to put it back."""

    def __init__(self, parameter: str, reason: Exception) -> None:
        """PARAMETER is an SSM parameter's name."""
        super().__init__(
            f"the parameter {parameter} was changed by hand: {reason}."
            f" Put it back from its history: aws ssm get-parameter-history --name {parameter}"
        )


@dataclass(frozen=True)
class RecordNames:
    """Names of the SSM parameters: the router's, and by color the environments'."""

    active: str
    releases: Mapping[Color, str] = field(default_factory=dict[Color, str])
    intents: Mapping[Color, str] = field(default_factory=dict[Color, str])

    @classmethod
    def of(cls, service: str, router: str, environments: Mapping[Color, str]) -> "RecordNames":
        """Of SERVICE, whose ROUTER and ENVIRONMENTS are stacks' names."""
        return cls(
            naming.active_parameter(service, router),
            {color: naming.release_parameter(service, stack) for color, stack in environments.items()},
            {color: naming.intent_parameter(service, stack) for color, stack in environments.items()},
        )


@dataclass(frozen=True)
class Records:
    """What the parameters hold. `changed` is when the active-color record was last written: at the last switch."""

    active: ActiveRecord | None = None
    changed: datetime | None = None
    releases: Mapping[Color, ReleaseRecord] = field(default_factory=dict[Color, ReleaseRecord])
    intents: Mapping[Color, Intent] = field(default_factory=dict[Color, Intent])

    def release(self, color: Color) -> str | None:
        """What COLOR runs; None without a record."""
        record = self.releases.get(color)
        return record.release if record else None

    @property
    def release_names(self) -> dict[Color, str]:
        """What each color with a record runs."""
        return {color: record.release for color, record in self.releases.items()}

    def named(self, color: Color) -> str:
        """`green (1.1.0)`, or `green` without a record."""
        release = self.release(color)
        return f"{color.value} ({release})" if release else color.value

    def open_intent(self, color: Color) -> Intent | None:
        """The deployment or teardown of COLOR that is under way."""
        intent = self.intents.get(color)
        return intent if intent and intent.is_open(self.releases.get(color)) else None


def read_records(names: RecordNames, *, strict: bool = True) -> Records:
    """Read all of NAMES with one call; what is not there is left out.

    Raises one of `cloud.UNREACHABLE` when AWS can't be asked, DamagedRecordError when the active-color record can't be
    read or, where STRICT, a release record. A damaged intent counts as none: it is only ever written anew.
    """
    wanted = [names.active, *names.releases.values(), *names.intents.values()]
    answer = cloud.ssm().get_parameters(Names=wanted)
    found = {parameter.get("Name", ""): parameter for parameter in answer["Parameters"]}
    values = {name: parameter.get("Value", "") for name, parameter in found.items()}
    active = values.get(names.active)
    try:
        record = None if active is None else ActiveRecord.from_json(active)
    except ValueError as error:
        raise DamagedRecordError(names.active, error) from error
    return Records(
        record,
        found[names.active].get("LastModifiedDate") if active is not None else None,
        _releases(names.releases, values, strict=strict),
        _intents(names.intents, values),
    )


def _releases(names: Mapping[Color, str], values: Mapping[str, str], *, strict: bool) -> dict[Color, ReleaseRecord]:
    records: dict[Color, ReleaseRecord] = {}
    for color, name in names.items():
        try:
            if name in values:
                records[color] = ReleaseRecord.from_json(values[name])
        except ValueError as error:
            # A color's damaged record must not stand in the way of a switch away from it.
            if strict:
                raise DamagedRecordError(name, error) from error
    return records


def _intents(names: Mapping[Color, str], values: Mapping[str, str]) -> dict[Color, Intent]:
    intents: dict[Color, Intent] = {}
    for color, name in names.items():
        try:
            if name in values:
                intents[color] = Intent.from_json(values[name])
        except ValueError:
            continue
    return intents
