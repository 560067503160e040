"""Weights are a law: they sum to 100, and exactly what is declared moves them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import MAXIMUM_CANARY, TOTAL, Color, weights

COLORS = st.sampled_from(Color)
CANARIES = st.none() | st.tuples(COLORS, st.integers(0, MAXIMUM_CANARY))


@given(COLORS, CANARIES)
def test_weights_always_sum_to_all_traffic(active: Color, canary: tuple[Color, int] | None) -> None:
    """No request is ever declared to go nowhere, and both groups always have a weight."""
    shares = weights(active, canary)
    assert sum(shares.values()) == TOTAL
    assert set(shares) == set(Color)
    assert all(0 <= share <= TOTAL for share in shares.values())


@given(COLORS, CANARIES)
def test_the_active_color_never_has_the_smaller_share(active: Color, canary: tuple[Color, int] | None) -> None:
    """Whatever the canary, the active color carries at least half."""
    shares = weights(active, canary)
    assert shares[active] >= shares[active.other]


@given(COLORS, st.integers(0, MAXIMUM_CANARY))
def test_a_canary_of_the_active_color_is_inert(active: Color, share: int) -> None:
    """A forgotten canary can't take traffic away from the color it was for."""
    assert weights(active, (active, share)) == weights(active)


@given(COLORS)
def test_switching_back_restores_the_weights(active: Color) -> None:
    """rollback(switch(x)) = x."""
    assert weights(active.other.other) == weights(active)
    assert weights(active.other) == {active: 0, active.other: TOTAL}


@given(COLORS, st.integers().filter(lambda share: not 0 <= share <= MAXIMUM_CANARY))
def test_a_canary_beyond_half_is_refused(active: Color, share: int) -> None:
    """More than half would be a switch by another name."""
    with pytest.raises(ValueError, match="0 to 50"):
        weights(active, (active.other, share))
