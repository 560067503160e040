"""What a drill found, as all who tell of it need it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ops.drills.plan import CANCELED, DESTROY, FAILED, PASSED, REBUILD, Scope, Step
from ops.probing import failed
from ops.problem import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from components.color import Color
    from components.switch.probe import Answer
    from ops.problem import Problem


@dataclass(frozen=True)
class Failure:
    """A request that the service failed at, in which step, and how: status 0 where there was no answer."""

    when: datetime
    step: Step | None
    status: int
    reason: str


@dataclass(frozen=True)
class Report:
    """One drill of the set of ROUTER, begun at `when`.

    `live` are the weights at its end, None where they can't be read; `switched` the seconds that the update of its
    switch took; `file` is the router's, which says where the traffic is; `problem` is what ended the drill before its
    time, and `onward` how to go on then.
    """

    when: datetime
    seconds: float
    router: str
    scope: Scope
    releases: Mapping[Color, str]
    steps: tuple[Step, ...]
    url: str
    requests: int
    failures: tuple[Failure, ...]
    live: Mapping[Color, int] | None
    switched: float | None = None
    file: str = ""
    problem: Problem | None = None
    onward: str | None = None

    @property
    def outcome(self) -> str:
        """`passed`, `failed` or `canceled`."""
        if self.problem is not None:
            return CANCELED if self.problem.code is Code.CANCELLED else FAILED
        return FAILED if self.failures else PASSED

    @property
    def stopped_at(self) -> Step | None:
        """The step that did not pass."""
        return next((step for step in self.steps if step.outcome in {FAILED, CANCELED}), None)

    @property
    def why(self) -> str | None:
        """Why it did not pass."""
        if self.problem is not None:
            return str(self.problem).partition("\n  next: ")[0]
        return f"{len(self.failures)} of {self.requests} requests failed" if self.failures else None

    @property
    def destroyed(self) -> float | None:
        """Seconds to destroy a color; of two the longer."""
        return self._longest(DESTROY)

    @property
    def rebuilt(self) -> float | None:
        """Seconds to rebuild a color; of two the longer."""
        return self._longest(REBUILD)

    def failed_in(self, step: Step) -> int:
        """How many requests failed during STEP."""
        return sum(each.step is step for each in self.failures)

    def _longest(self, name: str) -> float | None:
        took = (step.seconds for step in self.steps if step.name == name and step.outcome == PASSED)
        return max((seconds for seconds in took if seconds is not None), default=None)


def find_failures(answers: Iterable[Answer], steps: Sequence[Step]) -> tuple[Failure, ...]:
    """The failures among ANSWERS, each with the one of STEPS that it was answered in or after."""
    now, clock = datetime.now(UTC), time.monotonic()
    return tuple(
        Failure(now - timedelta(seconds=clock - each.at), _at(each.at, steps), each.status, each.failure)
        for each in answers
        if failed(each)
    )


def _at(moment: float, steps: Sequence[Step]) -> Step | None:
    begun = [step for step in steps if step.begun is not None and step.begun <= moment]
    return begun[-1] if begun else None
