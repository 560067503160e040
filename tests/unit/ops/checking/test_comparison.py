"""The verdict's rules: how many errors, and how much slower."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from ops.checking.comparison import FLOOR, behind, errors, latency, needed
from ops.checking.numbers import Numbers
from ops.checking.outcome import Outcome, Side
from ops.checking.plan import Limits, Plan

LIMITS = Limits(1, 1.5)

PASSED, FAILED, SKIPPED = Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED


def _numbers(p95: float, p99: float | None = None, good: int = 1000) -> Numbers:
    return Numbers(good, latency={50: p95 / 2, 95: p95, 99: p95 if p99 is None else p99})


def _compared(idle: Numbers | None, active: Numbers | None, limits: Limits = LIMITS) -> tuple[Outcome, str]:
    sides = Side(Color.GREEN, "1.1.0", "idle", idle), Side(Color.BLUE, "1.0.0", "active", active)
    check = latency(*sides, limits)
    return check.outcome, check.reason


@pytest.mark.parametrize(
    ("failures", "outcome"), [({}, PASSED), ({"timeout": 1}, PASSED), ({"status 500": 1, "timeout": 1}, FAILED)]
)
def test_errors_are_counted_absolutely(failures: dict[str, int], outcome: Outcome) -> None:
    """One of a hundred is accepted, two are not; the reason says which."""
    check = errors(Numbers(100 - sum(failures.values()), failures), LIMITS)
    assert check.outcome is outcome
    assert "of 100 requests failed" in check.reason
    if outcome is FAILED:
        assert "1 status 500, 1 timeout" in check.reason


@pytest.mark.parametrize(
    ("idle", "active", "outcome"),
    [
        (_numbers(150), _numbers(100), PASSED),
        (_numbers(151), _numbers(100), FAILED),
        (_numbers(100, 400), _numbers(100, 200), FAILED),
        (_numbers(50), _numbers(100), PASSED),
        (_numbers(11), _numbers(1), PASSED),
        (_numbers(11.1), _numbers(1), FAILED),
        (_numbers(200), _numbers(0), FAILED),
    ],
)
def test_much_slower_than_the_other_color_fails(idle: Numbers, active: Numbers, outcome: Outcome) -> None:
    """By p95 or p99, and by more than the floor."""
    assert _compared(idle, active)[0] is outcome


def test_the_reason_names_what_was_slow() -> None:
    """With both numbers, and what is accepted."""
    told = _compared(_numbers(100, 400), _numbers(100, 200))[1]
    assert told == "p99: green 400.0 ms, blue 200.0 ms (at most 1.5 times as long accepted, from 10 ms on)"


@pytest.mark.parametrize(
    ("good", "outcome"), [(needed(95) - 1, SKIPPED), (needed(95), PASSED), (needed(99) - 1, PASSED), (500, FAILED)]
)
def test_a_few_outliers_are_no_verdict(good: int, outcome: Outcome) -> None:
    """A percentile counts from so many answers on: p95 from 100, p99 from 500, of either color."""
    slow, quick = _numbers(100, 900, good), _numbers(100)
    assert _compared(slow, quick)[0] is outcome
    assert (_compared(quick, _numbers(100, 90, good))[0] is SKIPPED) == (outcome is SKIPPED)
    assert (needed(95), needed(99)) == (100, 500)


def test_without_the_other_color_nothing_is_compared() -> None:
    """Which does not stand against the one that was checked."""
    assert _compared(_numbers(900), None)[0] is SKIPPED
    told = _compared(_numbers(900), Numbers(0, {"status 503": 200}))[1]
    assert told == "green gave 1000 good answers, blue 0: a p95 needs 100 of each"


def test_a_machine_that_can_not_keep_the_rate_has_no_say() -> None:
    """It would compare its own delays."""
    assert behind(Plan(200, 20), 10.5) is None
    assert "try a lower --rate" in (behind(Plan(4000, 1000), 9.4) or "")


@given(st.floats(0, 5000), st.floats(0, 5000), st.floats(1, 10), st.floats(1, 10))
def test_a_wider_limit_never_fails_what_a_narrow_one_passes(ours: float, theirs: float, one: float, two: float) -> None:
    """And a color never fails beside itself, nor for less than the floor."""
    narrow, wide = sorted((one, two))
    if _compared(_numbers(ours), _numbers(theirs), Limits(1, narrow))[0] is PASSED:
        assert _compared(_numbers(ours), _numbers(theirs), Limits(1, wide))[0] is PASSED
    if ours - theirs <= FLOOR:
        assert _compared(_numbers(ours), _numbers(theirs), Limits(1, narrow))[0] is PASSED
