"""The checkpoint: a release record is written only when the fleet it names is healthy.

Pulumi deletes replaced resources after all updates, so as long as this hook raises, the old fleet stays; a rerun
fails again and adds no fleet.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import pulumi

from components import cloud, readiness
from components.release_record import ReleaseRecord

POLL = 2.0
"""Seconds between two looks: DescribeTargetHealth shares a small bucket of calls (ELB API throttling)."""


class ReleaseFailedError(Exception):
    """A fleet did not become healthy in time; the message says how it stood, what stays, and what to do."""


def checkpoint_hook(name: str, color: str, seconds: pulumi.Input[int]) -> pulumi.ResourceHook:
    """A hook for the release record of COLOR. NAME must stay the same for ever; SECONDS is how long a fleet gets."""

    async def checkpoint(args: pulumi.ResourceHookArgs) -> None:
        record = _record(args.new_inputs)
        if record is None:
            raise ReleaseFailedError(f"{color}'s release record has no value that could be read")
        previous = _record(args.old_inputs)
        patience = await pulumi.Output.from_input(seconds).future()
        if record == previous:
            return  # only tags or the like: its fleet was proven
        await _wait(color, record, previous, float(patience or 0))

    return pulumi.ResourceHook(name, checkpoint)


async def _wait(color: str, record: ReleaseRecord, previous: ReleaseRecord | None, patience: float) -> None:
    deadline = time.monotonic() + patience
    said = ""
    while True:
        health, state = await asyncio.to_thread(_look, record)
        if health is not None and health.ready:
            pulumi.log.info(f"{color}: {record.fleet} is ready for traffic: {state}")
            return
        if time.monotonic() + POLL > deadline:
            raise ReleaseFailedError(_failure(color, record, previous, patience, state))
        if state != said:
            pulumi.log.info(f"{color}: waiting for {record.fleet}: {state}", ephemeral=True)
            said = state
        await asyncio.sleep(POLL)


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
