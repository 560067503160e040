"""The verification: a switch is done when it is observed, not when the API returned 200.

It asks the load balancer as a new client would, reads the weights back, and looks once more for a deployment that began
meanwhile. What it finds wrong fails the update and is told; it never moves traffic by itself.
"""

import asyncio
import time
from collections.abc import Mapping

import pulumi

from components import cloud
from components.color import Color, describe, gains_most
from components.hooks.gate import Resolve
from components.listener import weights_in
from components.records.records import DamagedRecordError, Records, read_records
from components.switch.convergence import Convergence, observe
from components.switch.kind import kind_of
from components.switch.last_look import difference
from components.switch.switching import Switched, Switching
from components.traffic import MissingListenerError, listener_weights


class NotVerifiedError(Exception):
    """The weights were written but not observed to hold; the message says what is known, and how to go back."""


def verify_hook(name: str, switching: Resolve, run: Switched) -> pulumi.ResourceHook:
    """The hook for the listener's `after_update` and `after_create`. NAME must stay the same for ever."""

    async def verify(args: pulumi.ResourceHookArgs) -> None:
        known = await switching()
        before = weights_in(args.old_inputs, known.target_groups) if known else {}
        if known is not None and before != dict(known.declared):
            await asyncio.to_thread(_Verification(known, run, args.id, before).go)

    return pulumi.ResourceHook(name, verify)


def confirm_hook(name: str, switching: Resolve, run: Switched, listener: pulumi.Output[str]) -> pulumi.ResourceHook:
    """The hook for the active-color parameter's `before_update`: it never names a color that was not observed.

    A rerun after an update that was cut short finds the listener as declared, so this is where it verifies.
    """

    async def confirm(args: pulumi.ResourceHookArgs) -> None:
        known, arn = await switching(), await listener.future()
        old, new, held = (
            (values or {}).get("insecureValue") for values in (args.old_inputs, args.new_inputs, args.old_outputs)
        )
        if known is not None and old != new == held:
            await asyncio.to_thread(_refuse_where_never_written, known, new)
        if known is not None and arn and old != new and not run.verified:
            await asyncio.to_thread(_Verification(known, run, arn, {}).confirm)

    return pulumi.ResourceHook(name, confirm)


def _refuse_where_never_written(switching: Switching, value: object) -> None:
    """The state holds VALUE already: a lost end, or an update that AWS refused and the provider believed done."""
    name = switching.names.active
    if cloud.ssm().get_parameter(Name=name)["Parameter"].get("Value") != value:
        raise NotVerifiedError(
            f"AWS refused the last update of {name}, and the state took it for done, so that nothing would be written."
            f" Run pulumi up --refresh --stack {switching.router}"
        )


class _Verification:
    """One verification of the listener LISTENER (an ARN), whose weights in the state were BEFORE."""

    def __init__(self, switching: Switching, run: Switched, listener: str, before: Mapping[Color, int]) -> None:
        self._switching, self._run, self._listener = switching, run, listener
        self._before, self._color = before, gains_most(before, switching.declared)
        self._records = run.records or Records()

    def confirm(self) -> None:
        """As `go`, in an update that did not write the weights."""
        # Where live is not as declared the state does not know it: no waiting and no rerun helps, only a refresh.
        if found := difference(self._switching, self._listener):
            raise NotVerifiedError(found)
        self.go()

    def go(self) -> None:
        """Return when what is declared holds; raises NotVerifiedError when it does not."""
        seen = self._observe()
        problems = [*self._not_converged(seen), *self._not_read_back(), *self._crossed()]
        if not self._run.bootstrap and (problems or not self._on_record()):
            self._log(seen, problems)
        if problems:
            raise NotVerifiedError(self._failure(problems))
        self._run.verified = True
        if not self._run.bootstrap:
            pulumi.log.info(f"verified: {describe(self._switching.declared)}; {seen.describe(self._color)}")

    def _observe(self) -> Convergence:
        if self._run.bootstrap or self._switching.verify.mode == "off":
            return Convergence(reached=True, probes=0, unseen="verify is off")
        begun = self._run.begun or time.monotonic()
        return observe(self._switching, self._color, begun, lambda said: pulumi.log.info(said, ephemeral=True))

    def _not_converged(self, seen: Convergence) -> list[str]:
        seconds = self._switching.verify.timeout
        return [] if seen.reached else [f"{seconds} seconds after the write, {seen.describe(self._color)}"]

    def _not_read_back(self) -> list[str]:
        try:
            live = listener_weights(self._listener, self._switching.target_groups)
        except (*cloud.UNREACHABLE, MissingListenerError) as error:
            return [f"the weights could not be read back: {cloud.explain(error)}"]
        if live == dict(self._switching.declared):
            return []
        return [f"live is {describe(live)}; declared is {describe(self._switching.declared)}"]

    def _crossed(self) -> list[str]:
        """A deployment that declared itself after the gate's look: it will find its color live and stop."""
        try:
            self._records = records = read_records(self._switching.names, strict=False)
        except (*cloud.UNREACHABLE, DamagedRecordError) as error:
            return [f"whether a deployment began meanwhile could not be read: {cloud.explain(error)}"]
        intent = records.open_intent(self._color)
        if intent is None or self._switching.overrides.accepts_unready(self._color, records.release(self._color)):
            return []
        return [f"{intent.describe()} began during this switch; it stops by itself and leaves its color"]

    def _on_record(self) -> bool:
        """Whether nothing moves and the parameter names the color already: what changes is something else in it."""
        active = self._records.active
        return not self._before and active is not None and active.color is self._color

    def _move(self) -> dict[str, object]:
        releases = {color.value: self._records.release(color) for color in Color}
        return {"from": self._color.other.value, "to": self._color.value, "releases": releases}

    def _failure(self, problems: list[str]) -> str:
        return (
            f"the switch to {self._color.value} was written but not verified: {'; '.join(problems)}."
            f" To verify again: pulumi up --stack {self._switching.router}."
            f" {self._way_back()}"
        )

    def _way_back(self) -> str:
        color, other, router = self._color, self._color.other, self._switching.router
        if self._switching.declared[other] > self._switching.declared[color]:
            # A canary: the other color is the active one already.
            up = f"pulumi up --skip-preview --stack {router}"
            return f"To end the canary: pulumi config rm canary --stack {router} && {up}"
        if 0 < self._before.get(other, 0) < self._before.get(color, 0):
            return f"This was the end of a canary, so that {other.value} is no way back"
        return f"To go back to {other.value}: {self._switching.rollback_command(other)}"

    def _log(self, seen: Convergence, problems: list[str]) -> None:
        seconds = {"first": seen.first, "last_of_other": seen.last}
        if self._run.begun:
            seconds["total"] = time.monotonic() - self._run.begun
        kind = kind_of(self._switching, self._records, self._color, self._before)
        self._switching.log.write(
            "not verified" if problems else "switched",
            **{**self._move(), **self._run.facts, "kind": kind},
            weights={color.value: self._switching.declared[color] for color in Color},
            seconds={name: round(value, 2) for name, value in seconds.items() if value is not None},
            probes=seen.probes,
            answers=seen.answers,
            failed_probes=seen.failed,
            observed=seen.unseen is None,
            problems=problems,
        )
