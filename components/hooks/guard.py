"""The guard: the fleet of a color that carries traffic, or that is the way back, is not replaced and not destroyed.

Live is asked at the moment of each dangerous step, since a switch may happen while a deployment runs: before the launch
template gets a new version (a refusal there leaves nothing dirty), before a group is made or changed, and before
anything is deleted.
"""

import asyncio
import time
from dataclasses import replace

import pulumi

from components import traffic
from components.guard.deployment import Deployment, Resolve
from components.guard.protection import REFUSED, Protection, unless_blind
from components.readiness import target_states
from components.records.intent import PARKING, SETTLE
from components.records.records import Records, read_records
from components.records.release_record import ReleaseRecord
from components.switch.color_health import ColorHealth, look_at_fleets

NO_FLEET = "refused, no fleet was changed"
"""How a refusal begins where the launch template has its new version already, which nobody uses yet."""


def change_guard_hook(name: str, deployment: Resolve) -> pulumi.ResourceHook:
    """The hook for the launch template's and the group's `before_update`. NAME must stay the same for ever."""

    async def guard(_args: pulumi.ResourceHookArgs) -> None:
        known = await deployment()
        if known is not None:
            await asyncio.to_thread(_change, known)

    return pulumi.ResourceHook(name, guard)


def fleet_guard_hook(name: str, deployment: Resolve) -> pulumi.ResourceHook:
    """The hook for the group's `before_create`: declare the intent, then ask what is live. NAME must stay for ever.

    A creation can't be told from a replacement here, so AWS is asked whether the color has a fleet that serves.
    """

    async def guard(_args: pulumi.ResourceHookArgs) -> None:
        known = await deployment()
        if known is not None:
            await asyncio.to_thread(_make, known)

    return pulumi.ResourceHook(name, guard)


def _change(deployment: Deployment) -> None:
    refusal = unless_blind(lambda: _begin_where_due(deployment), "no fleet is changed")
    if refusal:
        deployment.refuse(refusal)


def _begin_where_due(deployment: Deployment) -> str | None:
    """Where a new fleet is due, its intent comes first, then the look at the weights: nothing was changed yet."""
    protection = deployment.protection
    records = read_records(protection.names)
    record = records.releases.get(protection.color)
    due = record is None or record.version != deployment.wanted.version
    if due:
        deployment.declare()
    elif protection.loses_instances(records, deployment.wanted):
        due = True
        deployment.declare_as("a change to fewer instances", PARKING, 0)
        time.sleep(SETTLE)
    try:
        refusal = protection.refusal_beside(records, deployment.wanted, deployment.target_group)
    except Exception:
        if due:
            deployment.withdraw()
        raise
    if refusal and due:
        deployment.withdraw()
    if protection.accepts(record):
        strict = replace(protection, allowed=None)
        deployment.accept(strict.refusal_beside(records, deployment.wanted, deployment.target_group))
    return refusal


def _make(deployment: Deployment) -> None:
    deployment.declare(NO_FLEET)
    refusal = unless_blind(lambda: _refusal_of_making(deployment), "no fleet is made")
    if refusal:
        deployment.withdraw()
        deployment.refuse(refusal.replace(REFUSED, NO_FLEET, 1))


def _refusal_of_making(deployment: Deployment) -> str | None:
    protection, target_group = deployment.protection, deployment.target_group
    records = read_records(protection.names)
    refusal = protection.refusal_beside(records, deployment.wanted, target_group)
    record = records.releases.get(protection.color)
    if refusal or protection.accepts(record) or traffic.live_weight(target_group) == 0:
        return refusal
    return _second_fleet(protection, record, target_group)


def _second_fleet(protection: Protection, record: ReleaseRecord | None, target_group: str) -> str | None:
    """A live color that has a fleet already: its record names one, or its targets serve without a record."""
    color = protection.color
    healthy = ColorHealth(color, states=target_states(target_group)).healthy
    fleet = look_at_fleets(Records(releases={color: record})).get(color) if record else None
    if not healthy and not (fleet and fleet.members):
        return None
    return (
        f"{REFUSED}: {color.value} carries traffic, and this would put a second fleet beside"
        f" {fleet.name if fleet else f'its {healthy} healthy targets'}. {protection.away()} Then run pulumi up here"
    )
