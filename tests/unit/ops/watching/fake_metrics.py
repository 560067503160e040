"""What CloudWatch would answer to a watch of green."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from components.color import Color
from ops.watching.point import Point

if TYPE_CHECKING:
    from collections.abc import Sequence

GOOD = Point(0.0, requests=100, p99=0.1, healthy=2, all_requests=100)
BAD = Point(0.0, requests=100, errors=50, p99=0.1, healthy=2, all_requests=100)


@dataclass
class FakeMetrics:
    """What CloudWatch answers, look after look; the last answer stays."""

    answers: Sequence[Sequence[Point] | BaseException]
    period: int = 1
    before: tuple[Point, ...] = (GOOD,)
    looks: int = 0

    def points(self, color: Color, _since: float, _until: float) -> tuple[Point, ...]:
        """As `Metrics`: blue's before the switch, then green's answers."""
        if color is Color.BLUE:
            return self.before
        found = self.answers[min(self.looks, len(self.answers) - 1)]
        self.looks += 1
        if isinstance(found, BaseException):
            raise found
        return tuple(found)
