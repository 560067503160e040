"""The active-color record: what the router last switched to, and from.

An SSM parameter that follows the listener. Its LastModifiedDate and its history are the clock of the soak, so its
value changes in a switch and at no other time.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from components import cloud
from components.color import Color
from components.release_record import ReleaseRecord


@dataclass(frozen=True)
class ActiveRecord:
    """The active color with its release, the one before, and the releases marked bad (`green@1.1.0`).

    A release is None when the color had no release record at the time of the switch, as at bootstrap.
    """

    color: Color
    release: str | None = None
    previous_color: Color | None = None
    previous_release: str | None = None
    bad: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The parameter's value; the same text for the same record."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "ActiveRecord":
        """The record in a parameter's value; raises ValueError when TEXT is none."""
        try:
            record = cls(**json.loads(text))
            previous = record.previous_color
            return replace(
                record,
                color=Color(record.color),
                previous_color=None if previous is None else Color(previous),
                bad=tuple(record.bad),
            )
        except TypeError as error:
            raise ValueError(f"not an active-color record: {error}") from error


def follow(current: ActiveRecord | None, active: Color, releases: Mapping[Color, str]) -> ActiveRecord:
    """The record for ACTIVE: CURRENT as it is, unless the color changes.

    So the record never changes because a color got another release: only a switch writes it.
    """
    if current is None:
        return ActiveRecord(active, releases.get(active))
    if current.color is active:
        return current
    return ActiveRecord(
        color=active,
        release=releases.get(active),
        previous_color=current.color,
        previous_release=releases.get(current.color),
        bad=current.bad,
    )


def read_switch_records(active: str, releases: Mapping[Color, str]) -> tuple[ActiveRecord | None, dict[Color, str]]:
    """One look at the active-color parameter ACTIVE and the release parameters RELEASES, all by name.

    Returns the active record, or None, and the release by color for those that have a record. Raises one of
    `cloud.UNREACHABLE` when AWS can't be asked, ValueError when the active record was changed by hand beyond use.
    """
    answer = cloud.ssm().get_parameters(Names=[active, *releases.values()])
    values = {parameter.get("Name"): parameter.get("Value", "") for parameter in answer["Parameters"]}
    found = {color: release for color, name in releases.items() if (release := _release(values.get(name, "")))}
    return (ActiveRecord.from_json(values[active]) if active in values else None), found


def _release(text: str) -> str | None:
    try:
        return ReleaseRecord.from_json(text).release
    except ValueError:
        # Only a note in the record: a color's damaged parameter must not stand in the way of a switch away from it.
        return None
