"""The guard: the fleet of a color that carries traffic, or that is the way back, is not replaced and not destroyed.

Live is asked at the moment of each dangerous step, since a switch may happen while a deployment runs: before the launch
template gets a new version (a refusal there leaves nothing dirty), before a group is made or changed, and before
anything is deleted.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pulumi

from components import cloud, traffic
from components.color_health import ColorHealth, look_at_fleets
from components.intent import Intent, declare_intent, withdraw_intent
from components.protection import LiveColorError, Protection, Wanted, unless_blind
from components.readiness import target_states
from components.records import Records, read_records
from components.switch_log import SwitchLog
from components.who import who

GRACE = 120
"""Seconds that a deployment's intent outlives its patience: what is under way may end after its last look."""


@dataclass(frozen=True)
class Deployment:
    """What one update does to a color, resolved: PROTECTION and WANTED as declared, patience in seconds."""

    protection: Protection
    wanted: Wanted
    target_group: str
    patience: float
    log: SwitchLog

    @property
    def intent_parameter(self) -> str:
        """Name of the parameter with the color's intent."""
        return self.protection.names.intents[self.protection.color]

    def check(self, what: str) -> None:
        """Raise LiveColorError where what is declared would hurt a color that must stay; WHAT is about to be done."""
        refusal = unless_blind(lambda: self.protection.refusal_of_change(self.wanted, self.target_group), what)
        if refusal:
            self.refuse(refusal)

    def refuse(self, message: str) -> None:
        """Note the refusal in the switch log, then raise it."""
        self.log.write("refused", what="change", color=self.protection.color.value, reason=message)
        raise LiveColorError(message)


Resolve = Callable[[], Awaitable[Deployment | None]]
"""Resolves to None while a preview does not know the color's target group."""


def change_guard_hook(name: str, deployment: Resolve) -> pulumi.ResourceHook:
    """The hook for the launch template's and the group's `before_update`. NAME must stay the same for ever."""

    async def guard(_args: pulumi.ResourceHookArgs) -> None:
        known = await deployment()
        if known is not None:
            await asyncio.to_thread(known.check, "no fleet is changed")

    return pulumi.ResourceHook(name, guard)


def fleet_guard_hook(name: str, deployment: Resolve) -> pulumi.ResourceHook:
    """The hook for the group's `before_create`: declare the intent, then ask what is live. NAME must stay for ever.

    A creation can't be told from a replacement here, so AWS is asked whether the color has a fleet that serves.
    """

    async def guard(_args: pulumi.ResourceHookArgs) -> None:
        known = await deployment()
        if known is not None:
            await asyncio.to_thread(_begin, known)

    return pulumi.ResourceHook(name, guard)


def _begin(deployment: Deployment) -> None:
    wanted, parameter = deployment.wanted, deployment.intent_parameter
    expires = time.time() + deployment.patience + GRACE
    try:
        declare_intent(parameter, Intent(who(), f"release {wanted.release}", wanted.version, expires))
    except cloud.UNREACHABLE as error:
        deployment.refuse(f"refused, nothing was changed: no deployment without its intent: {cloud.explain(error)}")
    try:
        deployment.check("no fleet is made")
        refusal = unless_blind(lambda: _second_fleet(deployment), "no fleet is made")
        if refusal:
            deployment.refuse(refusal)
    except LiveColorError:
        quietly_withdraw(parameter)
        raise


def _second_fleet(deployment: Deployment) -> str | None:
    """A live color that has a fleet already: its record names one, or its targets serve without a record."""
    color = deployment.protection.color
    record = read_records(deployment.protection.names).releases.get(color)
    if deployment.protection.accepts(record) or traffic.live_weight(deployment.target_group) == 0:
        return None
    healthy = ColorHealth(color, states=target_states(deployment.target_group)).healthy
    fleet = look_at_fleets(Records(releases={color: record})).get(color) if record else None
    if not healthy and not (fleet and fleet.members):
        return None
    return (
        f"refused, nothing was changed: {color.value} carries traffic, and this would put a second fleet beside"
        f" {fleet.name if fleet else f'its {healthy} healthy targets'}. Move the traffic away first:"
        f" pulumi config set active_color {color.other.value} --stack {deployment.protection.router}, pulumi up of that"
        " stack, then pulumi up of this one"
    )


def quietly_withdraw(parameter: str) -> None:
    """Remove the intent PARAMETER; one that stays ends by itself, so a failure is only told."""
    try:
        withdraw_intent(parameter)
    except cloud.UNREACHABLE as error:
        pulumi.log.warn(f"{parameter} could not be removed ({cloud.explain(error)}); it ends by itself")
