"""When what a color does with its traffic is too much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from components.settings import WatchLimits
from ops.watching.limits import Probed, Rules
from ops.watching.point import Point

LIMITS = WatchLimits(error_rate=5.0, error_ratio=1.5, latency_ratio=2.0, min_requests=50)
NO_PROBES = Probed(0, 0)


def _points(count: int = 10, **what: float | None) -> list[Point]:
    usual = {"requests": 100, "errors": 0, "p99": 0.1, "healthy": 2, "all_requests": 100, "balancer_errors": 0}
    return [Point(float(number), **{**usual, **what}) for number in range(count)]  # pyright: ignore[reportArgumentType]


def _rules(**before: float) -> Rules:
    return Rules(LIMITS, Color.BLUE, _points(10, **before), min_targets=2)


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        (_points(1, errors=20), "20 of 100 requests failed (20.0 %), more than the 5 % allowed"),
        (_points(20) + _points(1, errors=20), "20 of 100 requests failed (20.0 %)"),
        (_points(10, errors=3), "30 of 1000 requests failed (3.0 %), more than 1.5 times the 0.0 % of blue"),
        (_points(1, balancer_errors=20), "20 of 100 requests failed"),
        (_points(1, requests=0, balancer_errors=60), "60 of 60 requests failed (100.0 %)"),
        (_points(6, p99=0.3), "p99 was 300 ms or more in 6 periods in a row, more than 2 times the 100 ms of blue"),
        (_points(2, healthy=1), "1 healthy targets in 2 periods in a row, and 2 are needed"),
    ],
)
def test_harm_is_named(points: list[Point], reason: str) -> None:
    """With what was seen, and what would have been allowed."""
    (found,) = _rules().exceeded(points, NO_PROBES)
    assert reason in found


@pytest.mark.parametrize(
    "points",
    [
        _points(1, requests=40, errors=10),
        _points(1, errors=1, requests=300),
        _points(2, p99=0.9),
        _points(10, p99=0.19),
        [*_points(2, p99=0.9), *_points(1), *_points(2, p99=0.9)],
        _points(10, p99=0.9, requests=10),
        _points(1, healthy=0),
        [*_points(1, healthy=0), *_points(1), *_points(1, healthy=0)],
        _points(5, healthy=None, p99=None, requests=0),
        [],
    ],
)
def test_what_may_be_chance_is_none(points: list[Point]) -> None:
    """Few requests, or one bad period."""
    assert _rules().exceeded(points, NO_PROBES) == ()


def test_a_little_more_than_allowed_may_be_chance() -> None:
    """Once: over many requests it is none."""
    rules = _rules(errors=5)
    assert rules.exceeded(_points(1, errors=7), NO_PROBES) == ()
    assert len(rules.exceeded(_points(60, errors=7), NO_PROBES)) == 1


def test_of_many_requests_three_periods_are_enough() -> None:
    """Their p99 is no chance."""
    (found,) = _rules(requests=6000).exceeded(_points(3, p99=0.3, requests=6000), NO_PROBES)
    assert "in 3 periods in a row" in found


def test_a_short_answer_may_double() -> None:
    """From 2 to 10 ms nobody feels."""
    assert _rules(p99=0.002).exceeded(_points(10, p99=0.01), NO_PROBES) == ()


def test_what_failed_before_is_not_the_new_color_s_fault() -> None:
    """Its own rate and the load balancer's count from what they were."""
    before = _rules(errors=3, balancer_errors=3)
    assert before.exceeded(_points(10, errors=3, balancer_errors=3), NO_PROBES) == ()
    assert len(before.exceeded(_points(10, errors=3, balancer_errors=20), NO_PROBES)) == 1


def test_without_a_past_only_the_absolute_limits_count() -> None:
    """Nothing is compared with nothing."""
    rules = Rules(LIMITS, Color.BLUE, [], min_targets=2)
    assert rules.exceeded(_points(10, errors=3, p99=9.0), NO_PROBES) == ()
    assert len(rules.exceeded(_points(10, errors=20, p99=9.0), NO_PROBES)) == 1


@pytest.mark.parametrize(("probed", "wrong"), [((40, 10), True), ((40, 3), False), ((15, 15), False)])
def test_probes_count_where_they_are_enough(probed: tuple[int, int], *, wrong: bool) -> None:
    """Whatever the metrics say, which come late."""
    found = _rules().exceeded([], Probed(*probed))
    assert bool(found) is wrong
    assert all("probes failed" in reason for reason in found)


@given(
    st.lists(
        st.builds(
            Point,
            start=st.just(0.0),
            requests=st.integers(100, 500),
            errors=st.integers(0, 2),
            p99=st.floats(0.05, 0.1),
            healthy=st.integers(2, 9),
            all_requests=st.integers(500, 900),
            balancer_errors=st.integers(0, 2),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_a_color_that_does_as_the_other_did_stays(points: list[Point]) -> None:
    """The same traffic with the same answers is never too much."""
    assert Rules(LIMITS, Color.BLUE, points, min_targets=2).exceeded(points, NO_PROBES) == ()
