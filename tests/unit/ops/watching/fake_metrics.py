"""What CloudWatch would answer to a watch of green."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from components.color import Color
from ops.watching.point import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LATER = 4e9
"""Unix seconds: of whatever step."""

GOOD = Point(LATER, requests=100, p99=0.1, healthy=2, all_requests=100)
BAD = Point(LATER, requests=100, errors=50, p99=0.1, healthy=2, all_requests=100)


@dataclass
class FakeMetrics:
    """What CloudWatch answers, look after look; the last answer stays."""

    answers: Sequence[Sequence[Point] | BaseException]
    period: int = 1
    before: tuple[Point, ...] = (GOOD,)
    looks: int = 0
    meanwhile: Callable[[], object] = lambda: None
    """What somebody else does at each look."""

    def points(self, color: Color, _since: float, _until: float) -> tuple[Point, ...]:
        """As `Metrics`: blue's before the switch, then green's answers."""
        if color is Color.BLUE:
            return self.before
        found = self.answers[min(self.looks, len(self.answers) - 1)]
        self.looks += 1
        self.meanwhile()
        if isinstance(found, BaseException):
            raise found
        return tuple(found)
