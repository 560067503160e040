"""When what a color does with its traffic is too much: pure rules on what was measured.

A rate counts as too high only where chance would hardly make it so, since a watch looks many times.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from ops.watching import chance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from components.color import Color
    from components.settings import WatchLimits
    from ops.watching.point import Point

HARDLY = 0.001
"""A probability: what is less likely is no chance."""

NOTABLE = 0.005
"""An error rate: below it nothing is rolled back because it was still smaller before."""

SLOWER = 0.025
"""Seconds by which a p99 must grow to count, whatever the ratio."""

LATE = 3
"""Periods in a row whose p99 must be too high: one alone is a hiccup."""

ENOUGH = 20
"""Requests of a period whose p99 means something."""

WITHOUT = 2
"""Periods in a row with too few healthy targets: one alone is a replaced instance."""

RECENT = 5
"""Periods of the window between the newest one and all."""


@dataclass(frozen=True)
class Probed:
    """What clients got who never came before: how many asked, and how many failed."""

    asked: int
    failed: int


@dataclass(frozen=True)
class Rules:
    """LIMITS as set; `other` is the color that had the traffic, `before` its points of then; fewest healthy targets."""

    limits: WatchLimits
    other: Color
    before: Sequence[Point]
    min_targets: int

    def exceeded(self, points: Sequence[Point], probed: Probed) -> tuple[str, ...]:
        """Why POINTS of the new color, oldest first, or what was PROBED are too much; nothing where they are not."""
        found = (self._errors(points), self._slow(points), self._unhealthy(points), self._probes(probed))
        return tuple(reason for reason in found if reason)

    def _errors(self, points: Sequence[Point]) -> str | None:
        spared = failures(self.before, 0.0), sum(point.requests for point in self.before)
        for window in _windows(points):
            failed = failures(window, balancer_rate(self.before))
            requests = max(failed, sum(point.requests for point in window))
            if requests < self.limits.min_requests:
                continue
            said = f"{failed} of {requests} requests failed ({_percent(failed / requests)})"
            if _too_often(failed, requests, self.limits.error_rate / 100):
                return f"{said}, more than the {self.limits.error_rate:g} % allowed"
            if self._more_often((failed, requests), spared):
                rate = _percent(spared[0] / spared[1])
                return (
                    f"{said}, more than {self.limits.error_ratio:g} times the {rate} of {self.other.value} before"
                    f" the switch"
                )
        return None

    def _more_often(self, new: tuple[int, int], old: tuple[int, int]) -> bool:
        if old[1] < self.limits.min_requests or new[0] / new[1] < NOTABLE:
            return False
        return chance.more_often(new, old, self.limits.error_ratio) < HARDLY

    def _slow(self, points: Sequence[Point]) -> str | None:
        usual, newest = _p99s(self.before), _p99s(points)[-LATE:]
        if len(usual) < LATE or len(newest) < LATE:
            return None
        before = median(usual)
        if min(newest) <= max(before * self.limits.latency_ratio, before + SLOWER):
            return None
        return (
            f"p99 was {_milliseconds(min(newest))} or more in {LATE} periods in a row, more than"
            f" {self.limits.latency_ratio:g} times the {_milliseconds(before)} of {self.other.value} before the switch"
        )

    def _unhealthy(self, points: Sequence[Point]) -> str | None:
        counts = [point.healthy for point in points if point.healthy is not None][-WITHOUT:]
        if len(counts) < WITHOUT or max(counts) >= self.min_targets:
            return None
        return f"{max(counts)} healthy targets in {WITHOUT} periods in a row, and {self.min_targets} are needed"

    def _probes(self, probed: Probed) -> str | None:
        if probed.asked < ENOUGH or not _too_often(probed.failed, probed.asked, self.limits.error_rate / 100):
            return None
        rate = _percent(probed.failed / probed.asked)
        return f"{probed.failed} of {probed.asked} probes failed ({rate}), more than {self.limits.error_rate:g} %"


def failures(points: Sequence[Point], usual: float) -> int:
    """Requests of a color that failed: its own 5xx, and the load balancer's beyond their USUAL rate (0 to 1).

    Those are told for all colors together; what is new is laid at the door of the color that is new.
    """
    own = sum(point.errors for point in points)
    balancer = sum(point.balancer_errors for point in points)
    expected = usual * sum(point.all_requests for point in points)
    return own + max(0, int(balancer - expected))


def balancer_rate(points: Sequence[Point]) -> float:
    """The share of all requests that the load balancer itself failed, 0 to 1."""
    requests = sum(point.all_requests for point in points)
    return sum(point.balancer_errors for point in points) / requests if requests else 0.0


def _windows(points: Sequence[Point]) -> Iterator[Sequence[Point]]:
    """The newest period, the last few, and all: a color may turn bad late."""
    yield from (points[-1:], points[-RECENT:], points)


def _p99s(points: Sequence[Point]) -> list[float]:
    return [point.p99 for point in points if point.p99 is not None and point.requests >= ENOUGH]


def _too_often(failed: int, asked: int, allowed: float) -> bool:
    return failed > asked * allowed and chance.at_least(failed, asked, allowed) < HARDLY


def _percent(rate: float) -> str:
    return f"{100 * rate:.1f} %"


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"
