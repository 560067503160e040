"""What a change would do to a color that carries traffic, or that may have to: the guard's rule and its one look."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from components import cloud, traffic
from components.color import Color
from components.color_health import look_at_fleets
from components.ready_for_traffic import Need
from components.records import DamagedRecordError, RecordNames, Records, read_records
from components.release_record import ReleaseRecord
from components.soak import hold


class LiveColorError(Exception):
    """A change of a color that carries traffic, or may have to, was refused; the message says why and how to go on."""


@dataclass(frozen=True)
class Wanted:
    """What an update declares for a color: instances at least, at most and now (None: whoever scales it is heeded)."""

    release: str
    version: str
    minimum: int
    maximum: int
    desired: int | None = None
    parked: bool = False

    def capacity_after(self, current: int) -> int:
        """How many instances a fleet of CURRENT has once this applies."""
        if self.parked:
            return 0
        wanted = current if self.desired is None else self.desired
        return min(max(wanted, self.minimum), self.maximum)


@dataclass(frozen=True)
class Protection:
    """A color as its guard sees it. Times are in seconds; `allowed` is `allow_live_change`, `blue@1.0.0`.

    `router` is the router's stack, for the commands in messages, and `stack` the color's own.
    """

    color: Color
    stack: str
    router: str
    names: RecordNames
    need: Need = field(default_factory=Need)
    soak: int = 0
    drain: int = 0
    allowed: str | None = None

    def accepts(self, record: ReleaseRecord | None) -> bool:
        """Whether the override names exactly what stands there."""
        return record is not None and self.allowed == f"{self.color.value}@{record.release}"

    def refusal_of_change(self, wanted: Wanted, target_group: str) -> str | None:
        """Why WANTED must not be applied to the color whose TARGET_GROUP (an ARN) this is, or None.

        Raises one of `cloud.UNREACHABLE`, traffic.UnknownTrafficError or DamagedRecordError when it can't be told.
        """
        return self.refusal_beside(read_records(self.names), wanted, target_group)

    def refusal_beside(self, records: Records, wanted: Wanted, target_group: str) -> str | None:
        """As `refusal_of_change`, with RECORDS read a moment ago."""
        record = records.releases.get(self.color)
        if record is None or self.accepts(record):
            return None
        replaced, parked = record.version != wanted.version, wanted.parked and not record.parked
        if replaced or parked:
            why = self.why_it_stays(records, target_group)
            what = f"replace its fleet {record.fleet} (release {record.release}) by release {wanted.release}"
            undo = (
                self._elsewhere(record) if replaced else f"Take it back: pulumi config rm parked --stack {self.stack}."
            )
            return self._refused(what if replaced else "park it", why, undo, record) if why else None
        return self._refusal_of_shrinking(wanted, record, target_group)

    def refusal_of_teardown(self, records: Records, target_group: str) -> str | None:
        """Why the color must not be destroyed, or None. RECORDS and TARGET_GROUP (an ARN) are its own.

        Raises traffic.UnknownTrafficError when AWS can't be asked.
        """
        record = records.releases.get(self.color)
        why = None if self.accepts(record) else self.why_it_stays(records, target_group)
        return self._refused("destroy it", why, self._away(target_group), record) if why else None

    def why_it_stays(self, records: Records, target_group: str) -> str | None:
        """What keeps the color as it is: its traffic, the soak, or clients that may come back; None when nothing does.

        Raises traffic.UnknownTrafficError when AWS can't be asked.
        """
        weight = traffic.live_weight(target_group)
        if weight > 0:
            return f"{self.color.value} carries traffic (weight {weight})"
        held = hold(
            records.active,
            records.changed,
            self.color,
            soak=self.soak,
            drain=self.drain,
            now=datetime.now(UTC),
        )
        if held is None:
            return None
        return f"{self.color.value} must stay until {held.until:%Y-%m-%d %H:%M:%S} UTC: {held.reason}"

    def _refusal_of_shrinking(self, wanted: Wanted, record: ReleaseRecord, target_group: str) -> str | None:
        # Only a look at the fleet tells what a change of capacity means; a smaller maximum may mean nothing.
        fleet = look_at_fleets(Records(releases={self.color: record})).get(self.color)
        if fleet is None:
            return None
        after, floor = wanted.capacity_after(fleet.desired), self.need.floor(fleet.in_service)
        if after >= min(floor, fleet.desired) or traffic.live_weight(target_group) == 0:
            return None
        what = f"shrink it from {fleet.in_service} in service to {after}, below {floor} (min_targets, capacity_ratio)"
        undo = f"Put the capacity back: pulumi config set --path capacity.min {floor} --stack {self.stack}."
        return self._refused(what, f"{self.color.value} carries traffic", undo, record)

    def _refused(self, what: str, why: str, undo: str, record: ReleaseRecord | None) -> str:
        accept = f"{self.color.value}@{record.release}" if record else self.color.value
        return (
            f"refused, nothing was changed: this would {what}, and {why}. {undo}"
            f" To accept it: pulumi config set allow_live_change {accept} --stack {self.stack}"
        )

    def _elsewhere(self, record: ReleaseRecord) -> str:
        other = self.color.other.value
        return (
            f"Release to {other} instead, then switch. To take the change back, declare what runs:"
            f" pulumi config set release {record.release} --stack {self.stack}."
        )

    def _away(self, target_group: str) -> str:
        if traffic.live_weight(target_group) == 0:
            return "Wait until then."
        other = self.color.other.value
        return f"Move its traffic first: pulumi config set active_color {other} --stack {self.router}, then pulumi up."


def unless_blind(look: Callable[[], str | None], what: str) -> str | None:
    """What LOOK refuses; where AWS can't be asked, that is the refusal: WHAT is not done blindly."""
    try:
        return look()
    except cloud.UNREACHABLE as error:
        reason = cloud.explain(error)
    except (traffic.UnknownTrafficError, DamagedRecordError) as error:
        reason = str(error)
    return f"refused, nothing was changed: whether the color carries traffic can't be told, so {what}: {reason}"
