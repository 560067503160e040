"""All checks of one color, in their order: the gate's own first, then the load."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from ops.checking import comparison, gate, load
from ops.checking.numbers import Expected
from ops.checking.outcome import (
    COMMAND,
    ERRORS,
    HEALTH,
    LATENCY,
    SMOKE,
    Check,
    Outcome,
    Report,
    Side,
    failed,
    skipped,
)
from ops.checking.route import astray

if TYPE_CHECKING:
    from collections.abc import Callable

    from ops.checking.plan import Limits, Plan
    from ops.checking.subject import Subject


class Course:
    """The checks of SUBJECT with the load PLAN and what LIMITS accept; each is told to SAY before it is made."""

    def __init__(self, subject: Subject, plan: Plan, limits: Limits, say: Callable[[str], None]) -> None:
        """Nothing is asked yet."""
        self._subject, self._plan, self._limits, self._say = subject, plan, limits, say
        self._idle, self._active = subject.side(subject.color), subject.side(subject.color.other)
        self._checks: list[Check] = []
        self._why_alone: str | None = None
        self._behind: str | None = None

    def run(self) -> Report:
        """Make all checks; what follows a failed one is skipped. Raises Problem where AWS can't be asked."""
        subject = self._subject
        self._make(HEALTH, lambda: gate.health(subject))
        self._make(SMOKE, lambda: gate.smoke_paths(subject))
        self._make(COMMAND, lambda: gate.command(subject))
        self._make(ERRORS, self._load)
        compared = self._idle.numbers is not None
        self._checks.append(self._compare() if compared else skipped(LATENCY, "there was no load"))
        checks, url = tuple(self._checks), subject.switching.url
        return Report(subject.switching.router, url, subject.path, self._plan, self._idle, self._active, checks)

    def _make(self, name: str, check: Callable[[], Check]) -> None:
        before = next((each.name for each in self._checks if each.outcome is Outcome.FAILED), None)
        if before:
            self._checks.append(skipped(name, f"{before} failed"))
            return
        self._say(f"{self._idle.named}: {name}")
        begun = time.monotonic()
        made = check()
        self._checks.append(replace(made, seconds=time.monotonic() - begun))

    def _load(self) -> Check:
        proven = any(each.name == SMOKE and each.outcome is Outcome.PASSED for each in self._checks)
        if why := self._unreachable(self._idle, proven=proven):
            return failed(ERRORS, why)
        self._why_alone = self._unreachable(self._active, proven=proven)
        sides = (self._idle,) if self._why_alone else (self._idle, self._active)
        aims = {side.color: self._aim(side) for side in sides}
        self._behind = comparison.behind(self._plan, load.send(self._plan, tuple(aims.values()), self._tell))
        numbers = {color: aim.tally.numbers() for color, aim in aims.items()}
        self._idle = self._idle.with_numbers(numbers[self._idle.color])
        self._active = self._active.with_numbers(numbers.get(self._active.color))
        return comparison.errors(numbers[self._idle.color], self._limits)

    def _compare(self) -> Check:
        if self._why_alone:
            return skipped(LATENCY, f"{self._active.color.value} can't be compared with: {self._why_alone}")
        if self._behind:
            return skipped(LATENCY, self._behind)
        return comparison.latency(self._idle, self._active, self._limits)

    def _unreachable(self, side: Side, *, proven: bool) -> str | None:
        """Why SIDE gets no load."""
        if not self._subject.seen.health[side.color].registered:
            return "it has no targets"
        return astray(self._subject.switching, side.color, self._subject.path, proven=proven)

    def _aim(self, side: Side) -> load.Aim:
        switching = self._subject.switching
        expected = Expected(side.color, side.release, switching.verify.header, switching.verify.release_header)
        return load.Aim(switching.url + self._subject.path, switching.preview_headers[side.color], expected)

    def _tell(self, sent: int) -> None:
        self._say(f"{self._idle.named}: load, {sent} of {self._plan.requests} requests to each color")
