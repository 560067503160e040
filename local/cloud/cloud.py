"""The local AWS beyond moto: what its balancer sees, its machines, and who is on the way in or out."""

from __future__ import annotations

import time
from threading import RLock
from typing import TYPE_CHECKING, Any

from local.cloud.calls import CallLog
from local.cloud.departures import Departures
from local.cloud.faults import Faults
from local.cloud.machines import Machines
from local.cloud.metrics.store import MetricStore
from local.cloud.observed import Observed
from local.cloud.permissions import Permissions
from local.cloud.registrations import Registrations

if TYPE_CHECKING:
    from collections.abc import Callable

    from moto.elbv2.models import FakeTargetGroup

    from local.cloud.delays import Delays
    from local.cloud.supervisor import Supervisor

Target = dict[str, Any]


class Cloud:
    """One local AWS; whoever touches it or moto's models holds `lock`, since moto's are not safe between threads."""

    def __init__(self, delays: Delays, supervisor: Supervisor, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin empty. SUPERVISOR runs the instances; CLOCK gives seconds."""
        self.lock = RLock()
        self.delays = delays
        self.clock = clock
        self.calls = CallLog()
        self.faults = Faults(clock)
        self.permissions = Permissions()
        self.observed = Observed(clock)
        self.metrics = MetricStore()
        self.registrations = Registrations()
        self.departures = Departures()
        self.machines = Machines(supervisor)
        self._supervisor = supervisor

    def report(self, report: dict[str, Any]) -> None:
        """Take in the balancer's REPORT."""
        self.observed.take(report)
        if "metrics" in report:
            self.metrics.take(report["metrics"])
        self.departures.reported(self.observed.in_flight)
        self.tick()

    def tick(self) -> None:
        """End what has waited long enough; called a few times a second."""
        self.departures.expire(self.clock())
        if self.observed.silent:
            self.departures.clear()
        self.machines.release(self.departures.holds)

    def join(self, group: FakeTargetGroup, instance_id: str) -> bool:
        """Let an instance of an auto scaling group join target group GROUP, after a delay; False if it did before."""
        return self.registrations.add(group.arn, instance_id, self.clock() + self.delays.registration_delay)

    def registered(self, group: FakeTargetGroup) -> list[Target]:
        """Return the targets of GROUP, without those whose registration is still to come."""
        now = self.clock()
        return [target for target in group.targets.values() if self.registrations.due(group.arn, target["Id"], now)]

    def joined(self, group: FakeTargetGroup, target: Target) -> None:
        """Note that TARGET stands in GROUP now; it may have been on its way out, and is until it is registered."""
        if self.registrations.due(group.arn, target["Id"], self.clock()):
            self.departures.cancel(group.arn, target_key(target))

    def left(self, group: FakeTargetGroup, target: Target, *, in_use: bool) -> None:
        """Note that TARGET was taken out of GROUP; IN_USE when a listener names the group."""
        if in_use and self.registrations.due(group.arn, target["Id"], self.clock()):
            delay = float(group.attributes["deregistration_delay.timeout_seconds"])
            self.departures.begin(group.arn, target_key(target), target["Id"], self.clock() + delay)

    def terminated(self, instance_id: str) -> None:
        """Stop the instance's process as soon as it drained."""
        self.registrations.forget_instance(instance_id)
        self.machines.leave(instance_id)
        self.tick()

    def close(self) -> None:
        """End all instances, and let go of the calls that wait."""
        self.faults.close()
        self._supervisor.close()


def target_key(target: Target) -> str:
    """Name TARGET as the balancer does: `i-abc:8080`."""
    return f"{target['Id']}:{target['Port']}"
