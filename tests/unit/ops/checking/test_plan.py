"""What the options of a check may say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from ops.checking.plan import MAXIMUM_RATE, MAXIMUM_SECONDS, Choice, Limits, Plan, choice, limits, plan
from ops.problem import Code, Problem


@pytest.mark.parametrize(
    ("requests", "seconds", "rate", "planned"),
    [
        (None, None, 20, Plan(200, 20)),
        (None, "30s", 50, Plan(1500, 50)),
        (None, "5m", 2, Plan(600, 2)),
        (7, None, 20, Plan(7, 20)),
    ],
)
def test_a_load_is_so_many_requests_or_so_long(
    requests: int | None, seconds: str | None, rate: int, planned: Plan
) -> None:
    """A modest one, unless somebody says otherwise; durations are written as in settings."""
    assert plan(requests, seconds, rate) == planned


@pytest.mark.parametrize(
    ("requests", "seconds", "said"),
    [
        (5, "5s", "--requests and --seconds both"),
        (None, "11m", "--seconds '11m' is not 1 to 600 seconds"),
        (None, "0", "--seconds '0' is not"),
        (None, "soon", "--seconds 'soon' is not"),
        (12001, None, "take more than 600 seconds"),
    ],
)
def test_a_load_has_limits(requests: int | None, seconds: str | None, said: str) -> None:
    """And says them, with exit code 2."""
    with pytest.raises(Problem, match="next: ") as caught:
        plan(requests, seconds, 20)
    assert said in str(caught.value)
    assert caught.value.code == Code.CONFIG


@given(st.integers(1, MAXIMUM_RATE), st.integers(1, 2 * MAXIMUM_SECONDS * MAXIMUM_RATE))
def test_no_load_is_longer_than_allowed(rate: int, requests: int) -> None:
    """However it is asked for."""
    try:
        planned = plan(requests, None, rate)
    except Problem:
        assert requests > MAXIMUM_SECONDS * rate
    else:
        assert planned.seconds <= MAXIMUM_SECONDS


@pytest.mark.parametrize(("rate", "ratio", "read"), [("1%", "1.5", Limits(1, 1.5)), ("0.5", "2", Limits(0.5, 2))])
def test_what_is_accepted_may_be_said(rate: str, ratio: str, read: Limits) -> None:
    """With or without the sign."""
    assert limits(rate, ratio) == read


@pytest.mark.parametrize(
    ("rate", "ratio"), [("101%", "1.5"), ("-1", "1.5"), ("x", "1.5"), ("1", "0.5"), ("1", "nan"), ("1", "inf")]
)
def test_what_makes_no_sense_is_not_accepted(rate: str, ratio: str) -> None:
    """It would let everything pass, or nothing."""
    with pytest.raises(Problem):
        limits(rate, ratio)


def test_a_path_and_a_command_are_as_in_settings() -> None:
    """Without them the settings say it."""
    assert choice(Color.GREEN, "true", "/a?b=c") == Choice(Color.GREEN, "true", "/a?b=c")
    assert choice(None, None, None) == Choice(None, None, None)
    for command, path in (("a\nb", None), ("", None), (None, "no slash"), (None, "")):
        with pytest.raises(Problem):
            choice(None, command, path)
