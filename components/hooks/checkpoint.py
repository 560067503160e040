"""The checkpoint: a release record is written only when the fleet it names is healthy.

Pulumi deletes replaced resources after all updates, so as long as this hook raises, the old fleet stays; a rerun
fails again and adds no fleet.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import pulumi

from components import cloud, readiness, traffic
from components.guard.attachment import attach, detach
from components.guard.deployment import Deployment, Resolve
from components.guard.protection import LiveColorError
from components.hooks.guard import NO_FLEET
from components.records.release_record import ReleaseRecord

POLL = 2.0
"""Seconds between two looks: DescribeTargetHealth shares a small bucket of calls (ELB API throttling)."""


class ReleaseFailedError(Exception):
    """A fleet did not become healthy in time; the message says how it stood, what stays, and what to do."""


def checkpoint_hook(name: str, deployment: Resolve) -> pulumi.ResourceHook:
    """The hook for the release record's `before_create` and `before_update`. NAME must stay the same for ever."""

    async def checkpoint(args: pulumi.ResourceHookArgs) -> None:
        record, previous, known = _record(args.new_inputs), _record(args.old_inputs), await deployment()
        if record is None or known is None:
            raise ReleaseFailedError("the release record has no value that could be read")
        if record == previous:
            return  # only tags or the like: its fleet was proven
        await asyncio.to_thread(_Proof(known, record, previous).wait)

    return pulumi.ResourceHook(name, checkpoint)


def released_hook(name: str, deployment: Resolve) -> pulumi.ResourceHook:
    """The hook for the record's `after_create`, its `after_update` and the group's: what was intended is done."""

    async def released(_args: pulumi.ResourceHookArgs) -> None:
        known = await deployment()
        if known is not None:
            await asyncio.to_thread(known.withdraw)

    return pulumi.ResourceHook(name, released)


class _Proof:
    """The wait for RECORD's fleet to become healthy, while PREVIOUS's still stands."""

    def __init__(self, deployment: Deployment, record: ReleaseRecord, previous: ReleaseRecord | None) -> None:
        self._deployment, self._record, self._previous = deployment, record, previous
        self._color = deployment.protection.color.value
        self._replaces = previous is not None and previous.fleet != record.fleet
        self._attached = not self._replaces

    def wait(self) -> None:
        """Return when the fleet is healthy; raises ReleaseFailedError or LiveColorError when the old one stays."""
        if self._replaces:
            # A rerun makes no group, so that nobody else says it.
            self._deployment.declare(NO_FLEET)
        try:
            self._wait()
        except (ReleaseFailedError, LiveColorError):
            self._deployment.withdraw()
            raise

    def _wait(self) -> None:
        deadline, said = time.monotonic() + self._deployment.patience, ""
        while True:
            ready, state = self._look()
            if ready:
                proven = "is parked" if self._record.parked else f"is ready for traffic: {state}"
                pulumi.log.info(f"{self._color}: {self._record.fleet} {proven}")
                return
            if time.monotonic() + POLL > deadline:
                patience = self._deployment.patience
                raise ReleaseFailedError(_failure(self._color, self._record, self._previous, patience, state))
            if state != said:
                pulumi.log.info(f"{self._color}: waiting for {self._record.fleet}: {state}", ephemeral=True)
                said = state
            time.sleep(POLL)

    def _look(self) -> tuple[bool, str]:
        """Whether the fleet is ready while its color is idle, and how it stands. What can't be told is not ready."""
        fleet, target_group = self._record.fleet, self._record.target_group
        try:
            self._stop_if_live()
            if not self._attached and attach(fleet, target_group):
                # An earlier run took it out, when the color went live under it.
                pulumi.log.info(f"{self._color}: {fleet} was put back into the target group")
            self._attached = True
            health = readiness.look(fleet, target_group)
            if health.ready:
                self._stop_if_live()
        except readiness.MissingFleetError:
            return False, "the auto scaling group does not exist"
        except cloud.UNREACHABLE as error:
            return False, cloud.explain(error)
        except traffic.UnknownTrafficError as error:
            return False, str(error)
        return (health.ready and not self._fewer(health)), health.describe() + self._fewer(health)

    def _fewer(self, health: readiness.FleetHealth) -> str:
        """What to tell of a fleet that a teardown shrank before it was cut short, as the state does not know."""
        least = self._deployment.wanted.minimum
        if self._record.parked or health.desired >= least:
            return ""
        stack = self._deployment.protection.stack
        return f"; at least {least} declared (capacity.min): pulumi up --refresh --stack {stack}"

    def _stop_if_live(self) -> None:
        if not self._replaces or self._deployment.protection.accepts(self._previous):
            return
        if traffic.live_weight(self._record.target_group):
            self._deployment.refuse(self._lost(self._take_out()))

    def _take_out(self) -> str:
        fleet, target_group = self._record.fleet, self._record.target_group
        try:
            detach(fleet, target_group)
        except cloud.UNREACHABLE as error:
            return (
                f"{fleet} could not be taken out of the target group ({cloud.explain(error)}), so take it out now:"
                f" aws autoscaling detach-load-balancer-target-groups --auto-scaling-group-name {fleet}"
                f" --target-group-arns {target_group}"
            )
        return f"{fleet} was taken out of the target group"

    def _lost(self, done: str) -> str:
        color, router = self._deployment.protection.color, self._deployment.protection.router
        serving = self._previous.fleet if self._previous else "the old fleet"
        return (
            f"{self._color} went live while {self._record.release} was being deployed to it: {done};"
            f" {serving} stays and serves. To go on, move the traffic away:"
            f" pulumi config set active_color {color.other.value} --stack {router}"
            f" && pulumi up --refresh --stack {router}, then run pulumi up here again"
        )


def _failure(color: str, record: ReleaseRecord, previous: ReleaseRecord | None, patience: float, state: str) -> str:
    stays = f"{previous.fleet} (release {previous.release}) stays as it was" if previous else "no other fleet stands"
    back = f", or put the old one back: pulumi config set release {previous.release}" if previous else ""
    return (
        f"release {record.release} of {color} did not become healthy within {patience:g} seconds:"
        f" {record.fleet} has {state}. {stays}; no traffic was moved."
        f" Mend the release and run `pulumi up` again{back}"
    )


def _record(inputs: Mapping[str, Any] | None) -> ReleaseRecord | None:
    try:
        return ReleaseRecord.from_json(str((inputs or {}).get("insecureValue", "")))
    except ValueError:
        return None
