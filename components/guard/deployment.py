"""One update of a color, and what it says of itself: its intent, its refusals, and what an override let pass."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pulumi

from components import cloud
from components.guard.protection import ACCEPT, REFUSED, LiveColorError, Protection, Wanted
from components.records.intent import Intent, declare_intent, withdraw_intent
from components.records.switch_log import ACCEPTED, SwitchLog
from components.records.who import who

GRACE = 120
"""Seconds that an intent outlives the patience of its update: what is under way may end after its last look."""


def withdraw_quietly(parameter: str) -> None:
    """Remove the intent in PARAMETER; one that stays ends by itself, so a failure is only told."""
    try:
        withdraw_intent(parameter)
    except cloud.UNREACHABLE as error:
        pulumi.log.warn(f"{parameter} could not be removed ({cloud.explain(error)}); it ends by itself")


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

    def declare(self, otherwise: str = REFUSED) -> None:
        """Say in the intent parameter that the release is under way; as `declare_as`."""
        self.declare_as(f"release {self.wanted.release}", self.wanted.version, self.patience, otherwise)

    def declare_as(self, doing: str, version: str, seconds: float, otherwise: str = REFUSED) -> None:
        """Say in the intent parameter that DOING brings the color to VERSION within SECONDS.

        Raises LiveColorError, which begins with OTHERWISE, when it can't be said.
        """
        try:
            declare_intent(self.intent_parameter, Intent(who(), doing, version, time.time() + seconds + GRACE))
        except cloud.UNREACHABLE as error:
            self.refuse(f"{otherwise}: {doing} can't be declared in {self.intent_parameter}: {cloud.explain(error)}")

    def withdraw(self) -> None:
        """Remove the intent; one that stays ends by itself, so a failure is only told."""
        withdraw_quietly(self.intent_parameter)

    def refuse(self, message: str) -> None:
        """Note the refusal in the switch log, then raise it as LiveColorError."""
        self.log.write("refused", what="change", color=self.protection.color.value, reason=message)
        raise LiveColorError(message)

    def accept(self, refusal: str | None) -> None:
        """Note what the override lets pass, REFUSAL; None where there was nothing to overrule."""
        if refusal is None:
            return
        allowed, color = self.protection.allowed, self.protection.color.value
        reason = refusal.removeprefix(f"{REFUSED}: ").partition(f" {ACCEPT}")[0]
        pulumi.log.warn(f"allow_live_change: {allowed} was accepted although {reason}")
        self.log.write(ACCEPTED, what="change", color=color, allowed=allowed, reason=reason)


Resolve = Callable[[], Awaitable[Deployment | None]]
"""Resolves to None while a preview does not know the color's target group."""
