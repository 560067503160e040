"""How a switch goes: in which steps, and how long each is watched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.problem import Problem
from ops.shares import Plan, read_plan


def test_without_steps_or_a_bake_there_is_no_plan() -> None:
    """All traffic moves at once."""
    assert read_plan(None, None, None) is None


def test_the_last_step_is_watched_as_long_as_the_others_or_baked() -> None:
    """A bake alone is one step."""
    assert read_plan("10,50,100", None, None) == Plan((10, 50, 100), 60, 60)
    assert read_plan("10, 100", "30s", "15m") == Plan((10, 100), 30, 900)
    assert read_plan(None, None, "1h") == Plan((100,), 60, 3600)


@given(st.sets(st.integers(1, 50)).map(sorted), st.integers(0, 100))
def test_what_is_done_is_not_done_again(shares: list[int], live: int) -> None:
    """An interrupted switch goes on from where it is."""
    plan = read_plan(",".join(str(share) for share in [*shares, 100]), None, None)
    assert plan is not None
    remaining = plan.remaining(live)
    assert all(share > live for share in remaining)
    assert remaining == plan.shares[len(plan.shares) - len(remaining) :]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("10,50", None, None), "the last of them 100"),
        (("50,10,100", None, None), "must be rising percentages"),
        (("0,100", None, None), "from 1 on"),
        (("10,,100", None, None), "must be rising percentages"),
        (("ten,100", None, None), "must be rising percentages"),
        (("10,75,100", None, None), "above 50 percent comes only 100"),
        ((None, "60s", None), "--every needs --steps"),
        (("10,100", "soon", None), "--every soon must be 1 second to 24 hours"),
        ((None, None, "0s"), "--bake 0s must be"),
    ],
)
def test_what_is_no_plan_is_told(words: tuple[str | None, str | None, str | None], problem: str) -> None:
    """With what would be one."""
    with pytest.raises(Problem, match=problem):
        read_plan(*words)
