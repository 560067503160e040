"""What a drill does, step by step, and how each step went."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ops.problem import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Generator

    from components.color import Color

DESTROY, REBUILD, PARITY, READY, SWITCH, WAIT = "destroy", "rebuild", "parity", "ready", "switch", "wait"

HALF = (DESTROY, REBUILD, PARITY, READY)
"""What is done to one color, in this order."""

PASSED, FAILED, CANCELED, NOT_REACHED = "passed", "failed", "canceled", "not reached"


class Scope(Enum):
    """How far a drill goes: the idle color; a switch to it as well; and then the other color, too."""

    IDLE = "idle"
    SWITCH = "switch"
    BOTH = "both"

    @property
    def moves(self) -> bool:
        """Whether traffic is moved."""
        return self is not Scope.IDLE

    def colors(self, idle: Color) -> tuple[Color, ...]:
        """The colors that are destroyed and rebuilt, in this order; IDLE has no traffic when it begins."""
        return (idle, idle.other) if self is Scope.BOTH else (idle,)


@dataclass
class Step:
    """One step and what became of it: monotonic seconds at which it began and ended, and what is to be told of it."""

    name: str
    color: Color
    outcome: str = NOT_REACHED
    begun: float | None = None
    ended: float | None = None
    detail: str = ""

    def __str__(self) -> str:
        """`destroy green`."""
        return f"{self.name} {self.color.value}"

    @property
    def seconds(self) -> float | None:
        """How long it took; None where it was not reached."""
        return None if self.begun is None or self.ended is None else self.ended - self.begun

    @contextlib.contextmanager
    def timed(self) -> Generator[None]:
        """The block that does it; whatever it raises is noted, and raised on."""
        self.begun = time.monotonic()
        self.outcome = FAILED
        try:
            yield
            self.outcome = PASSED
        except Problem as problem:
            self.detail = str(problem)
            if problem.code is Code.CANCELLED:
                self.outcome = CANCELED
            raise
        except KeyboardInterrupt:
            self.outcome, self.detail = CANCELED, "interrupted"
            raise
        finally:
            self.ended = time.monotonic()


def plan(idle: Color, scope: Scope) -> tuple[Step, ...]:
    """The steps of a drill of SCOPE that begins with the IDLE color."""
    steps = [Step(name, idle) for name in HALF]
    if scope.moves:
        steps.append(Step(SWITCH, idle))
    if scope is Scope.BOTH:
        steps += [Step(name, idle.other) for name in (WAIT, *HALF)]
    return tuple(steps)
