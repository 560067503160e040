"""When what a color does with its traffic is too much: pure rules on what was measured.

A rate counts as too high only where chance would hardly make it so, since a watch looks many times.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from math import prod
from statistics import median
from typing import TYPE_CHECKING

from ops.watching import chance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from components.color import Color
    from components.settings import WatchLimits
    from ops.watching.point import Point

HARDLY = 0.001
"""A probability: what is less likely is no chance; that of all looks of a watch together."""

TESTS = 6
"""Tests of errors after each period: of the newest one, the last few, and all; the color's and the balancer's own."""

OF_ALL = 0.1
"""What the load balancer tells of all traffic must be less likely by this: a canary's few requests hang on it."""

TAIL = 0.01
"""Requests slower than their p99, as a share."""

NOTABLE = 0.005
"""An error rate: below it nothing is rolled back because it was still smaller before."""

SLOWER = 0.025
"""Seconds by which a p99 must grow to count, whatever the ratio."""

LATE = 3
"""Periods in a row whose p99 must be too high, at least: one alone is a hiccup."""

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
        spared = failures(self.before), sum(point.requests for point in self.before)
        level = unlikely(len(points)) / TESTS
        for window in _windows(points):
            failed = failures(window, self.before, level * OF_ALL)
            requests = max(failed, sum(point.requests for point in window))
            if requests < self.limits.min_requests:
                continue
            said = f"{failed} of {requests} requests failed ({_percent(failed / requests)})"
            if _too_often(failed, requests, self.limits.error_rate / 100, level):
                return f"{said}, more than the {self.limits.error_rate:g} % allowed"
            if self._more_often((failed, requests), spared, level):
                rate = _percent(spared[0] / spared[1])
                return (
                    f"{said}, more than {self.limits.error_ratio:g} times the {rate} of {self.other.value} before"
                    f" the switch"
                )
        return None

    def _more_often(self, new: tuple[int, int], old: tuple[int, int], level: float) -> bool:
        if old[1] < self.limits.min_requests or new[0] / new[1] < NOTABLE:
            return False
        return chance.more_often(new, old, self.limits.error_ratio) < level

    def _slow(self, points: Sequence[Point]) -> str | None:
        usual = _timed(self.before)
        if len(usual) < LATE:
            return None
        before = median(p99 for _, p99 in usual)
        bound = max(before * self.limits.latency_ratio, before + SLOWER)
        slow = tuple(takewhile(lambda each: each[1] > bound, reversed(_timed(points))))
        likely = prod(_once(requests, usual, bound) for requests, _ in slow)
        if len(slow) < LATE or likely >= unlikely(len(points)):
            return None
        return (
            f"p99 was {_milliseconds(min(p99 for _, p99 in slow))} or more in {len(slow)} periods in a row, more than"
            f" {self.limits.latency_ratio:g} times the {_milliseconds(before)} of {self.other.value} before the switch"
        )

    def _unhealthy(self, points: Sequence[Point]) -> str | None:
        counts = [point.healthy for point in points if point.healthy is not None][-WITHOUT:]
        if len(counts) < WITHOUT or max(counts) >= self.min_targets:
            return None
        return f"{max(counts)} healthy targets in {WITHOUT} periods in a row, and {self.min_targets} are needed"

    def _probes(self, probed: Probed) -> str | None:
        level, allowed = unlikely(probed.asked // ENOUGH), self.limits.error_rate / 100
        if probed.asked < ENOUGH or not _too_often(probed.failed, probed.asked, allowed, level):
            return None
        rate = _percent(probed.failed / probed.asked)
        return f"{probed.failed} of {probed.asked} probes failed ({rate}), more than {self.limits.error_rate:g} %"


def unlikely(looks: int) -> float:
    """The probability below which what the last of LOOKS shows is no chance: for any number it adds up to HARDLY."""
    return HARDLY / (max(1, looks) * (max(1, looks) + 1))


def failures(points: Sequence[Point], before: Sequence[Point] = (), level: float = HARDLY) -> int:
    """Requests of a color that failed: its own 5xx, and the load balancer's beyond what it had BEFORE.

    Those are told for all colors together; what is new is laid at the door of the color that is new. What chance
    (LEVEL, 0 to 1) makes of them is not: a canary's few requests would not bear it.
    """
    own = sum(point.errors for point in points)
    new, old = _balancer(points), _balancer(before)
    if not old[1]:
        return own + new[0]
    if chance.more_often(new, old, 1.0) >= level:
        return own
    return own + max(0, int(new[0] - new[1] * old[0] / old[1]))


def _balancer(points: Sequence[Point]) -> tuple[int, int]:
    """What the load balancer itself failed of POINTS, of how many requests to all colors."""
    return sum(point.balancer_errors for point in points), sum(point.all_requests for point in points)


def _windows(points: Sequence[Point]) -> Iterator[Sequence[Point]]:
    """The newest period, the last few, and all: a color may turn bad late."""
    yield from (points[-1:], points[-RECENT:], points)


def _timed(points: Sequence[Point]) -> tuple[tuple[int, float], ...]:
    """Requests and p99 (seconds) of the periods whose p99 means something."""
    return tuple((point.requests, point.p99) for point in points if point.p99 is not None and point.requests >= ENOUGH)


def _once(requests: int, usual: Sequence[tuple[int, float]], bound: float) -> float:
    """The probability that the p99 of a period of REQUESTS is above BOUND (seconds) where all is as USUAL.

    Of a few requests the slowest is the p99. What is beyond falls at least in inverse proportion to the time; how
    often periods with as many requests were above it tells more.
    """
    many = median(each for each, _ in usual)
    # The share beyond the median of such order statistics (Benard's approximation).
    share = (int(many * TAIL) + 2 / 3) / (many + 1 / 3)
    beyond = share * median(p99 for _, p99 in usual) / bound
    likely = chance.at_least(int(requests * TAIL) + 1, requests, beyond)
    # Laplace's rule of succession, with one more of those that are rare: a few periods know little of them.
    seen = (sum(p99 > bound for _, p99 in usual) + 2) / (len(usual) + 2)
    return min(likely, seen) if many / 2 <= requests <= many * 2 else likely


def _too_often(failed: int, asked: int, allowed: float, level: float) -> bool:
    return failed > asked * allowed and chance.at_least(failed, asked, allowed) < level


def _percent(rate: float) -> str:
    return f"{100 * rate:.1f} %"


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"
