"""What a change would do to a color that carries traffic, or that may have to: the guard's rule and its one look."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from components import cloud, traffic
from components.color import Color
from components.guard.soak import hold
from components.readiness import target_states
from components.records.records import DamagedRecordError, RecordNames, Records, read_records
from components.records.release_record import ReleaseRecord
from components.switch.color_health import ColorHealth, Fleet, look_at_fleets
from components.switch.ready_for_traffic import Need

REFUSED = "refused, nothing was changed"
"""How each refusal begins."""

ACCEPT = "To accept it:"
"""How each refusal ends, before the command."""

GONE = "gone"
"""What the setting `router` says where the router is gone for good."""


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
        return record is not None and self.allowed == self.color.at(record.release)

    def refusal_of_change(self, wanted: Wanted, target_group: str) -> str | None:
        """Why WANTED must not be applied to the color, whose fleet would stand in TARGET_GROUP (an ARN), or None.

        Raises one of `cloud.UNREACHABLE`, traffic.UnknownTrafficError or DamagedRecordError when it can't be told.
        """
        return self.refusal_beside(read_records(self.names), wanted, target_group)

    def refusal_beside(self, records: Records, wanted: Wanted, target_group: str) -> str | None:
        """As `refusal_of_change`, with RECORDS read a moment ago."""
        record = records.releases.get(self.color)
        if record is None:
            return self._refusal_of_emptying(wanted, target_group)
        if self.accepts(record):
            return None
        groups = list(dict.fromkeys((record.target_group, target_group)))
        if record.version != wanted.version:
            what = f"replace its fleet {record.fleet} (release {record.release}) by release {wanted.release}"
            runs = f"pulumi config set release {record.release} --stack {self.stack}"
            other = f"Release to {self.color.other.value} instead, then switch."
            return self._unless_free(
                what, records, groups, other, f"To take the change back, declare what runs: {runs}."
            )
        if wanted.parked and not record.parked:
            back = f"Take it back: pulumi config rm parked --stack {self.stack}."
            return self._unless_free("park it", records, groups, "", back)
        return self._refusal_of_moving(record, target_group) or self._refusal_of_shrinking(records, wanted, groups)

    def loses_instances(self, records: Records, wanted: Wanted) -> bool:
        """Whether WANTED takes instances from the fleet on record, as a parking does: a switch must not cross it.

        Raises one of `cloud.UNREACHABLE` when AWS can't be asked.
        """
        fleet = self.fleet(records)
        return fleet is not None and wanted.capacity_after(fleet.desired) < fleet.desired

    def refusal_of_teardown(self, records: Records, target_group: str) -> str | None:
        """Why the color must not be destroyed, or None. RECORDS and TARGET_GROUP (an ARN) are its own.

        Raises traffic.UnknownTrafficError when AWS can't be asked.
        """
        if self.accepts(records.releases.get(self.color)):
            return None
        return self._unless_free("destroy it", records, [target_group], self.away())

    def why_it_stays(self, records: Records, target_group: str) -> str | None:
        """What keeps the color as it is: its traffic, the soak, or clients that may come back; None when nothing does.

        Raises traffic.UnknownTrafficError when AWS can't be asked.
        """
        return self._carries([target_group]) or self._needed(records)

    def fleet(self, records: Records) -> Fleet | None:
        """The group that the color's record among RECORDS names, as it is now; None without a record or a group.

        Raises one of `cloud.UNREACHABLE` when AWS can't be asked.
        """
        record = records.releases.get(self.color)
        return look_at_fleets(Records(releases={self.color: record})).get(self.color) if record else None

    def healthy_in(self, target_group: str) -> int:
        """How many targets of TARGET_GROUP (an ARN) are healthy; raises as `fleet`."""
        return ColorHealth(self.color, states=target_states(target_group)).healthy

    def _carries(self, target_groups: Sequence[str]) -> str | None:
        weight = max(traffic.live_weight(arn) for arn in target_groups)
        return f"{self.color.value} carries traffic (weight {weight})" if weight else None

    def _needed(self, records: Records) -> str | None:
        active, changed, now = records.active, records.changed, datetime.now(UTC)
        held = hold(active, changed, self.color, soak=self.soak, drain=self.drain, now=now)
        if held is None:
            return None
        return f"{self.color.value} must stay until {held.until:%Y-%m-%d %H:%M:%S} UTC: {held.reason}"

    def _unless_free(self, what: str, records: Records, target_groups: Sequence[str], *undo: str) -> str | None:
        """Why WHAT must wait; the first of UNDO helps only a color that carries traffic, the others always."""
        record, carries = records.releases.get(self.color), self._carries(target_groups)
        if carries:
            return self._refused(what, carries, undo, record)
        needed = self._needed(records)
        return self._refused(what, needed, ("Wait until then.", *undo[1:]), record) if needed else None

    def _refusal_of_moving(self, record: ReleaseRecord, target_group: str) -> str | None:
        carries = self._carries([record.target_group]) if record.target_group != target_group else None
        if carries is None:
            return None
        what = f"take its fleet {record.fleet} out of its target group {record.target_group}"
        return self._refused(what, carries, ["Name the router that it belongs to, in the setting router."], record)

    def _refusal_of_shrinking(self, records: Records, wanted: Wanted, target_groups: Sequence[str]) -> str | None:
        # Only a look at the fleet tells what a change of capacity means; a smaller maximum may mean nothing.
        fleet = self.fleet(records)
        if fleet is None:
            return None
        after, floor = wanted.capacity_after(fleet.desired), self.need.floor(fleet.in_service)
        carries = self._carries(target_groups) if after < min(floor, fleet.desired) else None
        if carries is None and after < min(self.need.min_targets, fleet.desired):
            # Without instances it is no way back: that is parking by another name.
            carries = self._needed(records)
        if carries is None:
            return None
        what = f"shrink it from {fleet.in_service} in service to {after}, below {floor} (min_targets, capacity_ratio)"
        return self._refused(what, carries, [self._enough(wanted, floor)], records.releases.get(self.color))

    def _refusal_of_emptying(self, wanted: Wanted, target_group: str) -> str | None:
        # Its record was lost, but what serves still stands in the target group.
        healthy = self.healthy_in(target_group)
        after = wanted.capacity_after(healthy)
        carries = self._carries([target_group]) if after < min(self.need.floor(healthy), healthy) else None
        if carries is None:
            return None
        return (
            f"{REFUSED}: this would shrink it from {healthy} healthy targets to {after}, and {carries}."
            f" It has no release record; bring it back first: declare capacity as it was, without parked,"
            f" then pulumi up --refresh --stack {self.stack}"
        )

    def _enough(self, wanted: Wanted, floor: int) -> str:
        limits = {"max": wanted.maximum, "desired": floor if wanted.desired is None else wanted.desired}
        commands = [
            f"pulumi config set --path capacity.{name} {floor} --stack {self.stack}"
            for name, declared in limits.items()
            if declared < floor
        ]
        return f"Declare enough: {' && '.join(commands)}."

    def away(self) -> str:
        """How its traffic is moved to the other color."""
        if self.router == GONE:
            return "Its router is gone, but not its listener: delete that first (aws elbv2 delete-listener)."
        other, router = self.color.other.value, self.router
        return (
            f"Move its traffic first: pulumi config set active_color {other} --stack {router}"
            f" && pulumi config rm canary --stack {router}, then pulumi up."
        )

    def _refused(self, what: str, why: str, undo: Sequence[str], record: ReleaseRecord | None) -> str:
        accept = self.color.at(record.release) if record else self.color.value
        override = f"{ACCEPT} pulumi config set allow_live_change {accept} --stack {self.stack}"
        return " ".join([f"{REFUSED}: this would {what}, and {why}.", *filter(None, undo), override])


def unless_blind(look: Callable[[], str | None], what: str) -> str | None:
    """What LOOK refuses; where AWS can't be asked, that is the refusal: WHAT is not done blindly."""
    try:
        return look()
    except (*cloud.UNREACHABLE, traffic.UnknownTrafficError, DamagedRecordError) as error:
        reason = cloud.explain(error)
    return f"{REFUSED}: whether the color carries traffic can't be told, so {what}: {reason}"
