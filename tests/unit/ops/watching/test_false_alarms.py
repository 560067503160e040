"""How often chance alone takes back a release that does as the color before it did: simulated, with a fixed seed."""

from __future__ import annotations

from math import ceil, log, log1p
from random import Random

import pytest

from components.color import Color
from components.settings import WatchLimits
from ops.watching.limits import Probed, Rules
from ops.watching.point import Point

LIMITS = WatchLimits(error_rate=5.0, error_ratio=1.5, latency_ratio=2.0, min_requests=50)
NO_PROBES = Probed(0, 0)
WATCHES = 150


def _dice(seed: str) -> Random:
    return Random(seed)  # noqa: S311  a simulation


def _failures(random: Random, trials: int, rate: float) -> int:
    """How many of TRIALS fail, each with RATE: from one failure to the next."""
    found, at = -1, 0
    while rate and at <= trials:
        at += ceil(log(1 - random.random()) / log1p(-rate))
        found += 1
    return max(0, found)


def _p99(random: Random, requests: int) -> float:
    """The p99 (seconds) of REQUESTS whose times have a heavy tail: Pareto's, of index 1.5."""
    rank = requests // 100 + 1
    return 0.05 * (1 - min(random.betavariate(requests + 1 - rank, rank), 1 - 1e-9)) ** (-1 / 1.5)


def _point(random: Random, everybody: int, share: float, *, rate: float = 0.0, balancer: float = 0.0) -> Point:
    requests = int(everybody * share)
    return Point(
        0.0,
        requests=requests,
        errors=_failures(random, requests, rate),
        p99=_p99(random, requests) if requests else None,
        healthy=2,
        all_requests=everybody,
        balancer_errors=_failures(random, everybody, balancer),
    )


def _taken_back(periods: int, everybody: int, share: float = 1.0, *, rate: float = 0.0, balancer: float = 0.0) -> int:
    """Of WATCHES over PERIODS, how many end early although nothing changed."""
    random, found = _dice(f"{periods} {everybody} {share} {rate} {balancer}"), 0
    for _ in range(WATCHES):
        before = [_point(random, everybody, 1.0, rate=rate, balancer=balancer) for _ in range(15)]
        rules, points = Rules(LIMITS, Color.BLUE, before, min_targets=1), list[Point]()
        for _ in range(periods):
            points.append(_point(random, everybody, share, rate=rate, balancer=balancer))
            if rules.exceeded(points, NO_PROBES):
                found += 1
                break
    return found


@pytest.mark.parametrize(("everybody", "rate"), [(60, 0.04), (100, 0.001), (100, 0.04), (6000, 0.001)])
def test_the_same_error_rate_is_not_taken_back(everybody: int, rate: float) -> None:
    """However often a watch looks."""
    assert _taken_back(60 if everybody == 100 else 15, everybody, rate=rate) == 0


@pytest.mark.parametrize(("share", "balancer"), [(0.01, 0.001), (0.01, 0.01), (0.1, 0.001)])
def test_the_load_balancer_s_chance_is_no_fault_of_a_canary(share: float, balancer: float) -> None:
    """Its errors are told of all traffic, of which a canary has little."""
    assert _taken_back(15, 6000, share, balancer=balancer) == 0


@pytest.mark.parametrize(("everybody", "share"), [(30, 1.0), (60, 1.0), (100, 1.0), (600, 0.1)])
def test_the_slowest_of_a_few_is_no_slow_release(everybody: int, share: float) -> None:
    """A p99 of some tens of requests is the slowest one, which may be anything."""
    assert _taken_back(30, everybody, share) == 0


def test_probes_that_fail_as_often_as_allowed_take_nothing_back() -> None:
    """However often they are counted."""
    random = _dice("probes")
    rules, found = Rules(LIMITS, Color.BLUE, [], min_targets=1), 0
    for _ in range(WATCHES):
        failed = 0
        for asked in range(5, 2000, 5):
            failed += _failures(random, 5, 0.05)
            found += bool(rules.exceeded([], Probed(asked, failed)))
    assert found == 0


@pytest.mark.parametrize("rate", [0.2, 0.06, 0.02])
def test_what_is_worse_is_found_at_once(rate: float) -> None:
    """At 100 requests a second, by the first minute."""
    random = _dice("worse")
    before = [_point(random, 6000, 1.0, rate=0.001) for _ in range(15)]
    points = [_point(random, 6000, 1.0, rate=rate)]
    assert Rules(LIMITS, Color.BLUE, before, min_targets=1).exceeded(points, NO_PROBES)
