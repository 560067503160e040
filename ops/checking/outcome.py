"""How a check ended, and what all of them add up to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from components.color import Color
    from ops.checking.numbers import Numbers
    from ops.checking.plan import Plan

HEALTH, SMOKE, COMMAND, ERRORS, LATENCY = "health", "smoke", "command", "errors", "latency"
"""The checks, in their order."""


class Outcome(str, Enum):  # noqa: UP042  as Color
    """How one check ended. What was skipped does not stand against the color."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Check:
    """One check: its `reason` on one line, the `seconds` it took.

    `detail` may hold anything, such as a command's output: it is for whoever runs this only.
    """

    name: str
    outcome: Outcome
    reason: str
    detail: str = ""
    seconds: float = 0.0


def passed(name: str, text: str) -> Check:
    """A check that was passed, and by what."""
    return _made(name, Outcome.PASSED, text)


def failed(name: str, text: str) -> Check:
    """A check that was not passed, and why; what follows the first line of TEXT is detail."""
    return _made(name, Outcome.FAILED, text)


def skipped(name: str, text: str) -> Check:
    """A check that was not made, and why."""
    return _made(name, Outcome.SKIPPED, text)


def _made(name: str, outcome: Outcome, text: str) -> Check:
    reason, _, detail = text.partition("\n")
    return Check(name, outcome, plain(reason), detail)


def plain(text: str) -> str:
    """TEXT that came from elsewhere, without what a terminal or an XML document can't hold."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


@dataclass(frozen=True)
class Side:
    """One of the two colors under load: what it runs, its role, and its numbers (None where it got no load)."""

    color: Color
    release: str | None
    role: str
    numbers: Numbers | None = None

    @property
    def named(self) -> str:
        """`green (1.1.0)`."""
        return f"{self.color.value} ({self.release})" if self.release else self.color.value

    def with_numbers(self, numbers: Numbers | None) -> Side:
        """This side, after the load."""
        return replace(self, numbers=numbers)


@dataclass(frozen=True)
class Report:
    """All checks of the color `idle`, beside the `active` one; the load of `plan` asked for `path`."""

    router: str
    url: str
    path: str
    plan: Plan
    idle: Side
    active: Side
    checks: tuple[Check, ...]

    @property
    def passes(self) -> bool:
        """Whether nothing stands against the color."""
        return not self.failures

    @property
    def failures(self) -> tuple[str, ...]:
        """The names of the checks that failed."""
        return tuple(each.name for each in self.checks if each.outcome is Outcome.FAILED)
