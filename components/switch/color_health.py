"""One look at a color: its targets, and the fleet that its release record names."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from components import cloud
from components.color import Color
from components.readiness import HEALTHY, target_states
from components.records.records import Records

NOT_IN_USE = "unused (Target.NotInUse)"
"""AWS's word for a target of a group that no listener uses, and that is therefore not health-checked."""


@dataclass(frozen=True)
class Fleet:
    """The auto scaling group on record: its instances, how many are in service, and how many there should be."""

    name: str
    members: frozenset[str]
    in_service: int
    desired: int


@dataclass(frozen=True)
class ColorHealth:
    """How COLOR stands. `states` maps each registered target to `healthy`, or to AWS's state with its reason code."""

    color: Color
    release: str | None = None
    fleet: Fleet | None = None
    states: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def healthy(self) -> int:
        """How many targets pass the load balancer's health checks."""
        return sum(state == HEALTHY for state in self.states.values())

    @property
    def lasting(self) -> int:
        """How many of the healthy stay: a fleet that was told to shrink still serves with what it is about to end."""
        return min(self.healthy, self.fleet.desired) if self.fleet else self.healthy

    @property
    def registered(self) -> int:
        """How many targets there are."""
        return len(self.states)

    @property
    def all_healthy(self) -> bool:
        """Every registered target is healthy, and there is one."""
        return 0 < self.registered == self.healthy

    @property
    def never_checked(self) -> bool:
        """No listener uses the target group, so that no target can be healthy."""
        return self.registered > 0 and set(self.states.values()) == {NOT_IN_USE}

    @property
    def strangers(self) -> list[str]:
        """Targets that belong to another fleet than the one on record, sorted."""
        members: frozenset[str] = self.fleet.members if self.fleet else frozenset()
        return sorted(set(self.states) - members)

    def describe(self) -> str:
        """`1 of 2 healthy: 1 unhealthy (Target.ResponseCodeMismatch)`."""
        others = Counter(state for state in self.states.values() if state != HEALTHY)
        counts = "; ".join(f"{count} {state}" for state, count in sorted(others.items()))
        return f"{self.healthy} of {self.registered} healthy" + (f": {counts}" if counts else "")


def look_at_fleets(records: Records) -> dict[Color, Fleet]:
    """The fleets that RECORDS name, by color, with one call; a fleet that is gone is left out.

    Raises one of `cloud.UNREACHABLE` when AWS can't be asked.
    """
    names = {record.fleet: color for color, record in records.releases.items()}
    if not names:
        return {}
    groups = cloud.autoscaling().describe_auto_scaling_groups(AutoScalingGroupNames=sorted(names))["AutoScalingGroups"]
    return {names[group["AutoScalingGroupName"]]: _fleet(group["AutoScalingGroupName"], group) for group in groups}


def look_at_color(color: Color, target_group: str, records: Records, fleets: Mapping[Color, Fleet]) -> ColorHealth:
    """How COLOR stands in TARGET_GROUP (an ARN), with one call; FLEETS come from `look_at_fleets`.

    Raises one of `cloud.UNREACHABLE` when AWS can't be asked or the target group is gone.
    """
    return ColorHealth(color, records.release(color), fleets.get(color), target_states(target_group))


def _fleet(name: str, group: Mapping[str, object]) -> Fleet:
    instances: Iterable[Mapping[str, str]] = group.get("Instances") or []  # pyright: ignore[reportAssignmentType]
    known = list(instances)
    in_service = sum(instance["LifecycleState"] == "InService" for instance in known)
    members = frozenset(instance["InstanceId"] for instance in known)
    return Fleet(name, members, in_service, int(str(group.get("DesiredCapacity") or 0)))
