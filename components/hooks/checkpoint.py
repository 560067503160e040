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
from components.attachment import attach, detach
from components.hooks.guard import Deployment, Resolve, quietly_withdraw
from components.protection import LiveColorError
from components.release_record import ReleaseRecord

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
    """The hook for the record's `after_create` and `after_update`: what was intended is done."""

    async def released(_args: pulumi.ResourceHookArgs) -> None:
        known = await deployment()
        if known is not None:
            await asyncio.to_thread(quietly_withdraw, known.intent_parameter)

    return pulumi.ResourceHook(name, released)


class _Proof:
    """The wait for RECORD's fleet to become healthy, while PREVIOUS's still stands."""

    def __init__(self, deployment: Deployment, record: ReleaseRecord, previous: ReleaseRecord | None) -> None:
        self._deployment, self._record, self._previous = deployment, record, previous
        self._color = deployment.protection.color.value
        self._replaces = previous is not None and previous.fleet != record.fleet

    def wait(self) -> None:
        """Return when the fleet is healthy; raises ReleaseFailedError or LiveColorError when the old one stays."""
        try:
            self._wait()
        except (ReleaseFailedError, LiveColorError):
            quietly_withdraw(self._deployment.intent_parameter)
            raise

    def _wait(self) -> None:
        deadline, said = time.monotonic() + self._deployment.patience, ""
        self._stop_if_live()
        self._attach()
        while True:
            health, state = _look(self._record)
            self._stop_if_live()
            if health is not None and health.ready:
                pulumi.log.info(f"{self._color}: {self._record.fleet} is ready for traffic: {state}")
                return
            if time.monotonic() + POLL > deadline:
                patience = self._deployment.patience
                raise ReleaseFailedError(_failure(self._color, self._record, self._previous, patience, state))
            if state != said:
                pulumi.log.info(f"{self._color}: waiting for {self._record.fleet}: {state}", ephemeral=True)
                said = state
            time.sleep(POLL)

    def _attach(self) -> None:
        """An earlier run may have taken the fleet out, when the color went live under it."""
        try:
            if self._replaces and attach(self._record.fleet, self._record.target_group):
                pulumi.log.info(f"{self._color}: {self._record.fleet} was put back into the target group")
        except cloud.UNREACHABLE as error:
            raise ReleaseFailedError(
                f"{self._record.fleet} could not be put back into {self._color}'s target group: {cloud.explain(error)}"
            ) from None

    def _stop_if_live(self) -> None:
        if not self._replaces or self._deployment.protection.accepts(self._previous):
            return
        try:
            if traffic.live_weight(self._record.target_group) == 0:
                return
            detach(self._record.fleet, self._record.target_group)
        except traffic.UnknownTrafficError:
            return  # the next look tells; nothing is deleted before this hook returns
        except cloud.UNREACHABLE as error:
            pulumi.log.warn(f"{self._record.fleet} could not be taken out: {cloud.explain(error)}")
        self._deployment.refuse(self._lost())

    def _lost(self) -> str:
        color, protection = self._deployment.protection.color, self._deployment.protection
        serving = self._previous.fleet if self._previous else "the old fleet"
        return (
            f"{self._color} went live while {self._record.release} was being deployed to it: {self._record.fleet} was"
            f" taken out of the target group, {serving} stays and serves. To go on, move the traffic away:"
            f" pulumi config set active_color {color.other.value} --stack {protection.router}"
            f" && pulumi up --stack {protection.router}, then run pulumi up here again"
        )


def _look(record: ReleaseRecord) -> tuple[readiness.FleetHealth | None, str]:
    try:
        health = readiness.look(record.fleet, record.target_group)
    except readiness.MissingFleetError:
        return None, "the auto scaling group does not exist"
    except cloud.UNREACHABLE as error:
        return None, f"AWS could not be asked ({error})"
    return health, health.describe()


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
