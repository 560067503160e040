"""What DescribeTargetHealth says of one target group: what the balancer's probes saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.cloud import backends
from local.cloud.cloud import target_key

if TYPE_CHECKING:
    from moto.elbv2.models import FakeTargetGroup

    from local.cloud.cloud import Cloud, Target


@dataclass(frozen=True)
class TargetHealth:
    """State, reason code and description (ELB API reference, TargetHealth); a healthy target has the state alone."""

    state: str
    reason: str | None = None
    description: str | None = None


NOT_REGISTERED = TargetHealth("unused", "Target.NotRegistered", "Target is not registered to the target group")
NOT_IN_USE = TargetHealth(
    "unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"
)
STOPPED = TargetHealth("unused", "Target.InvalidState", "Target is in the stopped state")
REGISTERING = TargetHealth("initial", "Elb.RegistrationInProgress", "Target registration is in progress")
DRAINING = TargetHealth("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress")

STALE = ("draining", "unused")
"""States that the balancer reports of a target in use only until it has heard that it is registered."""


class GroupHealth:
    """One look at a target group."""

    def __init__(self, cloud: Cloud, group: FakeTargetGroup) -> None:
        """Look at GROUP; the caller holds the cloud's lock."""
        self._group = group
        self._registered = {target["Id"]: target for target in cloud.registered(group)}
        present = {target_key(target) for target in self._registered.values()}
        self._draining = [key for key in cloud.departures.of_group(group.arn) if key not in present]
        self._seen = cloud.observed.health.get(group.arn, {})
        self._in_use = bool(backends.users_of(group.arn))
        self._stopped = _stopped(group)

    def targets(self) -> list[Target]:
        """Return the targets that AWS lists: the registered and the draining ones."""
        leaving = [key.rpartition(":") for key in self._draining]
        return [
            *self._registered.values(),
            *({"Id": instance_id, "Port": int(port)} for instance_id, _, port in leaving),
        ]

    def of(self, target: Target) -> TargetHealth:
        """Health of TARGET, whose port may be left out."""
        known = self._registered.get(target["Id"])
        if known is None:
            key = target_key({"Port": self._group.port, **target})
            return DRAINING if key in self._draining else NOT_REGISTERED
        if not self._in_use:
            return NOT_IN_USE
        if known["Id"] in self._stopped:
            return STOPPED
        seen = self._seen.get(target_key(known))
        if seen is None or seen["state"] in STALE:
            return REGISTERING
        return TargetHealth(seen["state"], seen.get("reason") or None, seen.get("description") or None)


def _stopped(group: FakeTargetGroup) -> set[str]:
    reservations = group.ec2_backend.reservations.values()
    return {each.id for reservation in reservations for each in reservation.instances if each.state == "stopped"}
