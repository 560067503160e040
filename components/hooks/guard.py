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
from components.records.intent import PARKING, SETTLE
from components.records.records import Records, read_records

NOT_CHANGED = "no fleet is changed"
"""What follows where nobody can tell whether the color carries traffic."""

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
    refusal = unless_blind(lambda: _refusal_of_change(deployment), NOT_CHANGED)
    if refusal:
        deployment.refuse(refusal)


def _refusal_of_change(deployment: Deployment) -> str | None:
    """What the change is comes first, then the look at the weights: nothing was changed yet."""
    protection, wanted, target_group = deployment.protection, deployment.wanted, deployment.target_group
    records = read_records(protection.names)
    declared = _declared_where_due(deployment, records)
    refusal = unless_blind(lambda: protection.refusal_beside(records, wanted, target_group), NOT_CHANGED)
    if refusal and declared:
        deployment.withdraw()
    if protection.accepts(records.releases.get(protection.color)):
        deployment.accept(replace(protection, allowed=None).refusal_beside(records, wanted, target_group))
    return refusal


def _declared_where_due(deployment: Deployment, records: Records) -> bool:
    """Declare the intent of a new fleet, or of fewer instances; whether there was one to declare."""
    record = records.releases.get(deployment.protection.color)
    if record is None or record.version != deployment.wanted.version:
        deployment.declare()
        return True
    if deployment.protection.loses_instances(records, deployment.wanted):
        deployment.declare_as("a change to fewer instances", PARKING, 0)
        time.sleep(SETTLE)
        return True
    return False


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
    accepted = protection.accepts(records.releases.get(protection.color))
    if refusal or accepted or traffic.live_weight(target_group) == 0:
        return refusal
    return _second_fleet(protection, records, target_group)


def _second_fleet(protection: Protection, records: Records, target_group: str) -> str | None:
    """A live color that has a fleet already: its record names one, or its targets serve without a record."""
    color, healthy, fleet = protection.color, protection.healthy_in(target_group), protection.fleet(records)
    if not healthy and not (fleet and fleet.members):
        return None
    return (
        f"{REFUSED}: {color.value} carries traffic, and this would put a second fleet beside"
        f" {fleet.name if fleet else f'its {healthy} healthy targets'}. {protection.away()} Then run pulumi up here"
    )
