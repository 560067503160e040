"""The gate: before the listener's weights move toward a color, that color must be ready and the live weights as known.

It runs inside `pulumi up`, whoever runs it and from wherever. In a preview it only tells what it would decide: a pull
request must neither execute nor probe anything, and a preview must work while a color still boots.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import pulumi

from components import cloud
from components.color import Color, gains
from components.listener import weights_in
from components.records.records import DamagedRecordError, Records, read_records
from components.switch.concurrency import Before
from components.switch.gate_command import run_gate_command
from components.switch.refusal import blind, facts, not_ready, nothing_changed, smoke_failed
from components.switch.settle import POLL, BlindError, Patience, settle
from components.switch.smoke import smoke
from components.switch.switching import Switched, Switching
from components.switch.verdict import Verdict, judge, look_is_bootstrap, returns, under_way
from components.traffic import MissingListenerError

Resolve = Callable[[], Awaitable[Switching | None]]
"""Resolves to None while a preview does not know the target groups yet."""

FRESH = POLL
"""Seconds that what was read of intents is good for: a teardown waits SETTLE from its intent to its last look."""

HARMLESS = frozenset({"tags", "tagsAll", "__defaults"})
"""A listener's inputs whose change writes no weights; any other change sends the whole forward again."""


class SwitchRefusedError(Exception):
    """A switch was refused and nothing was changed; the message says why, and what to do next."""


def gate_hook(name: str, switching: Resolve, run: Switched) -> pulumi.ResourceHook:
    """The hook for the listener's `before_update` and `before_create`. NAME must stay the same for ever.

    RUN is shared with the other hooks of this update.
    """

    async def gate(args: pulumi.ResourceHookArgs) -> None:
        known = await switching()
        if known is None:
            return
        expected = None if args.old_inputs is None else weights_in(args.old_inputs, known.target_groups)
        declared = weights_in(args.new_inputs, known.target_groups)
        gaining = tuple(color for color in Color if gains(expected or {}, declared, color))
        if gaining or _rewritten(args.old_inputs, args.new_inputs):
            held = weights_in(args.old_outputs, known.target_groups) if args.old_outputs else None
            await asyncio.to_thread(_Passage(known, run, args.id or None, Before(expected, held), gaining).go)

    return pulumi.ResourceHook(name, gate, pulumi.ResourceHookOptions(on_dry_run=True))


def _rewritten(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> bool:
    """Whether the weights are written again though they stay: over what somebody may have set by hand."""
    before, after = old or {}, new or {}
    return any(before.get(key) != after.get(key) for key in (before.keys() | after.keys()) - HARMLESS)


class _Passage:
    """One passage of the gate."""

    def __init__(
        self,
        switching: Switching,
        run: Switched,
        listener: str | None,
        before: Before,
        gaining: tuple[Color, ...],
    ) -> None:
        self._switching, self._run, self._listener = switching, run, listener
        self._before, self._gaining = before, gaining
        self._records: Records | None = None
        self._smoked: dict[str, int] = {}
        self._verdict: Verdict | None = None
        self._skipped: tuple[str, ...] = ()
        self._waited = False
        self._read = 0.0

    def go(self) -> None:
        """Return when the traffic may move; raises SwitchRefusedError when it may not. A preview is only told."""
        self._run.judged = True
        if pulumi.runtime.is_dry_run():
            self._preview()
            return
        try:
            self._run.bootstrap = self._listener is None and look_is_bootstrap(self._switching)
            if self._run.bootstrap:
                return
            verdict = self._decide()
        except SwitchRefusedError as error:
            self._log_refusal(str(error))
            raise
        except (*cloud.UNREACHABLE, BlindError, DamagedRecordError, MissingListenerError) as error:
            message = nothing_changed(blind(self._switching, error))
            self._log_refusal(message)
            raise SwitchRefusedError(message) from None
        verdict = replace(verdict, notes=(*verdict.notes, *self._skipped))
        self._run.records, self._run.facts = verdict.records, {**facts(self._switching, verdict), "smoke": self._smoked}
        self._run.begun = time.monotonic()
        _tell(verdict)
        if verdict.moves:
            pulumi.log.info(f"the gate is passed; this update {verdict.describe()}")

    def _decide(self) -> Verdict:
        try:
            self._read, self._records = time.monotonic(), read_records(self._switching.names, strict=False)
            trouble = self._optional_gates()
        except cloud.UNREACHABLE as error:
            if cloud.denied(error):
                raise
            trouble = cloud.explain(error)
            self._wait(trouble)
        patience = Patience(self._switching.gate.timeout, self._switching.check_interval)
        verdict = settle(self._look, patience, self._wait)
        if trouble and self._waited and verdict.passes:
            # What failed while the color was not ready, or AWS, gets its chance now, and so does the last look.
            trouble, verdict = self._optional_gates(), self._look()
        if verdict.passes and not verdict.weights.finished and time.monotonic() - self._read > FRESH:
            verdict = self._once_more(verdict)
        if not verdict.passes:
            raise SwitchRefusedError(nothing_changed(not_ready(self._switching, verdict)))
        if trouble and not verdict.weights.finished:
            raise SwitchRefusedError(nothing_changed(smoke_failed(self._switching, verdict, trouble)))
        return verdict

    def _wait(self, why: str) -> None:
        """Say once that it waits, and WHY."""
        if not self._waited and self._switching.gate.timeout:
            pulumi.log.info(
                f"waiting up to {self._switching.gate.timeout} s for the color to be switched to: {why}."
                " Ctrl-C ends this update, but not a switch whose gate passes: the engine completes a step it began"
            )
        self._waited = True

    def _look(self) -> Verdict:
        records, self._records = self._records, None
        self._read = self._read if records else time.monotonic()
        self._verdict = judge(self._switching, self._listener, self._before, self._gaining, records)
        return self._verdict

    def _once_more(self, verdict: Verdict) -> Verdict:
        """VERDICT, whose intents are too old for the write: what a teardown declared meanwhile counts too."""
        records = read_records(self._switching.names, strict=False)
        begun = tuple(
            f"{color.value}: {reason}"
            for color in verdict.health
            if not verdict.records.open_intent(color)
            if not self._switching.overrides.accepts_unready(color, records.release(color))
            for reason in under_way(records, color)
        )
        return replace(verdict, records=records, shortfalls=(*verdict.shortfalls, *begun))

    def _optional_gates(self) -> str | None:
        """What a check of the user's says against it.

        The way back has no time for them, be it a rollback or a canary's end, nor has a listener that is gone.
        """
        begun, records = time.monotonic(), self._records or read_records(self._switching.names, strict=False)
        for color in self._gaining if self._listener else ():
            release = records.release(color)
            if returns(self._switching, records, color):
                continue
            if self._switching.overrides.skip_smoke == color.at(release):
                self._skipped = (f"skip_smoke: {color.at(release)} gets traffic without smoke_paths, gate_command",)
                continue
            self._smoked[color.value] = self._smoked.get(color.value, 0) + len(self._switching.gate.smoke_paths)
            found = "; ".join(smoke(self._switching, color, release))
            if not found and self._switching.gate.command:
                found = run_gate_command(self._switching, color, release)
            if found:
                return f"{color.value}: {found}"
        if time.monotonic() - begun > POLL:
            self._records = None  # too old for the last look before the write
        return None

    def _preview(self) -> None:
        try:
            if self._listener is None and look_is_bootstrap(self._switching):
                return
            verdict = self._look()
        except (*cloud.UNREACHABLE, DamagedRecordError, MissingListenerError) as error:
            reason = blind(self._switching, error)
            pulumi.log.warn(f"what this update would do to live traffic is not known: {reason}")
            return
        _tell(verdict)
        if not verdict.passes:
            reasons = not_ready(self._switching, verdict)
            pulumi.log.warn(f"this update {verdict.describe()}\nthis switch would be refused now: {reasons}")
        elif verdict.moves:
            pulumi.log.info(f"this update {verdict.describe()}")
        if self._switching.stickiness and verdict.moves:
            pulumi.log.warn(f"clients that hold a cookie follow within {self._switching.stickiness} seconds")

    def _log_refusal(self, message: str) -> None:
        reason = message.partition("\n")[0]
        declared = {color.value: self._switching.declared[color] for color in Color}
        seen = facts(self._switching, self._verdict) if self._verdict else {}
        self._switching.log.write(
            "refused", what="switch", reason=reason, declared=declared, smoke=self._smoked, **seen
        )


def _tell(verdict: Verdict) -> None:
    for note in verdict.notes:
        pulumi.log.warn(f"{verdict.target.value}: {note}")
