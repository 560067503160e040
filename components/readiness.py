"""What "ready for traffic" means: one definition, for the hooks and for whoever else asks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from components import cloud

HEALTHY = "healthy"

MISSING = "not registered"
"""Our word for an instance of the fleet that the target group does not list yet."""


@dataclass(frozen=True)
class FleetHealth:
    """One look at a fleet: how many instances it should have, and the state of each it has.

    `states` maps an instance id to `healthy`, or to AWS's state with its reason code
    (ELB API reference, TargetHealth).
    """

    fleet: str
    desired: int
    states: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def healthy(self) -> int:
        """How many instances pass the load balancer's health checks."""
        return sum(state == HEALTHY for state in self.states.values())

    @property
    def ready(self) -> bool:
        """Every instance is healthy, and there are as many as desired.

        None unhealthy proves nothing: a target group whose targets are all unhealthy fails open
        (ALB guide, "Target group health").
        """
        return self.healthy == len(self.states) and self.healthy >= self.desired

    def describe(self) -> str:
        """`1 of 2 healthy; 1 unhealthy (Target.ResponseCodeMismatch)`."""
        others = Counter(state for state in self.states.values() if state != HEALTHY)
        missing = self.desired - len(self.states)
        if missing > 0:
            others["not launched"] = missing
        counts = "".join(f"; {count} {state}" for state, count in sorted(others.items()))
        return f"{self.healthy} of {max(self.desired, len(self.states))} healthy{counts}"


class MissingFleetError(Exception):
    """There is no auto scaling group of that name."""


def look(fleet: str, target_group: str) -> FleetHealth:
    """Ask AWS how FLEET (an auto scaling group's name) stands in TARGET_GROUP (an ARN): two calls.

    Raises MissingFleetError, or one of `cloud.UNREACHABLE` when AWS can't be asked.
    """
    groups = cloud.autoscaling().describe_auto_scaling_groups(AutoScalingGroupNames=[fleet])["AutoScalingGroups"]
    if not groups:
        raise MissingFleetError(fleet)
    registered = target_states(target_group)
    leaving = ("Terminating", "Terminated", "Detaching", "Detached")
    instances: Sequence[str] = [
        instance["InstanceId"]
        for instance in groups[0].get("Instances", [])
        if not instance["LifecycleState"].startswith(leaving)
    ]
    return FleetHealth(
        fleet=fleet,
        desired=groups[0]["DesiredCapacity"],
        states={instance: registered.get(instance, MISSING) for instance in instances},
    )


def target_states(target_group: str) -> dict[str, str]:
    """The state of each target registered in TARGET_GROUP (an ARN), with its reason code unless healthy: one call.

    Raises one of `cloud.UNREACHABLE` when AWS can't be asked.
    """
    health = cloud.load_balancing().describe_target_health(TargetGroupArn=target_group)
    return {
        target["Target"]["Id"]: _state(target.get("TargetHealth", {}))
        for target in health["TargetHealthDescriptions"]
        if "Target" in target
    }


def _state(health: Mapping[str, object]) -> str:
    state, reason = str(health.get("State", "unknown")), health.get("Reason")
    return f"{state} ({reason})" if reason and state != HEALTHY else state
