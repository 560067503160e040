"""What a load adds up to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from ops.checking.numbers import NO_ANSWER, Expected, Tally, percentile

GREEN = Expected(Color.GREEN, "1.1.0", "x-color", "x-release")


@pytest.mark.parametrize(
    ("status", "headers", "failure"),
    [
        (200, {"x-color": "green", "x-release": "1.1.0"}, None),
        (404, {"x-color": "green"}, None),
        (302, {}, None),
        (500, {"x-color": "green"}, "status 500"),
        (503, {}, "status 503"),
        (200, {"x-color": "blue"}, "answered by blue"),
        (200, {"x-color": "green", "x-release": "1.0.0"}, "answered by release 1.0.0"),
    ],
)
def test_a_failure_is_the_service_s_or_somebody_else_s_answer(
    status: int, headers: dict[str, str], failure: str | None
) -> None:
    """What another status means only the service knows."""
    assert GREEN.failure(status, headers) == failure


def test_a_release_that_nobody_recorded_is_not_compared() -> None:
    """As in the smoke checks."""
    assert Expected(Color.GREEN, None, "x-color", "x-release").failure(200, {"x-release": "1.0.0"}) is None


def test_numbers_count_what_was_good_and_what_was_not() -> None:
    """Latency is that of good answers: a release that fails fast is not quick."""
    tally = Tally()
    for milliseconds in range(1, 101):
        tally.take(200, milliseconds / 1000, None)
    for _ in range(20):
        tally.take(500, 0.0, "status 500")
    tally.take(NO_ANSWER, 5.0, "timeout")
    numbers = tally.numbers()
    assert (numbers.requests, numbers.good, numbers.failed) == (121, 100, 21)
    assert numbers.error_rate == pytest.approx(100 * 21 / 121)
    assert numbers.latency == pytest.approx({50: 50, 95: 95, 99: 99})
    assert numbers.statuses == {200: 100, 500: 20}
    assert numbers.why() == "20 status 500, 1 timeout"


def test_nothing_sent_is_nothing_failed() -> None:
    """And has no latency."""
    numbers = Tally().numbers()
    assert (numbers.requests, numbers.error_rate, numbers.latency) == (0, 0.0, {})


@given(st.lists(st.floats(0, 5), min_size=1), st.integers(1, 99))
def test_a_percentile_is_one_of_the_values(values: list[float], percent: int) -> None:
    """That so many percent do not exceed, and the least such."""
    ordered = sorted(values)
    found = percentile(ordered, percent)
    assert sum(value <= found for value in ordered) * 100 >= percent * len(ordered)
    assert sum(value < found for value in ordered) * 100 < percent * len(ordered)
