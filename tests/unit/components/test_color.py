"""Weights are a law: they sum to 100, and exactly what is declared moves them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import MAXIMUM_CANARY, TOTAL, Color, describe, gains, moved, share, weights

COLORS = st.sampled_from(Color)
SHARES = st.fixed_dictionaries({color: st.integers(0, 999) for color in Color})
CANARIES = st.none() | st.tuples(COLORS, st.integers(0, MAXIMUM_CANARY))


def _times(shares: dict[Color, int], factor: int) -> dict[Color, int]:
    return {color: weight * factor for color, weight in shares.items()}


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


@given(SHARES, SHARES)
def test_what_moves_is_a_share_and_moves_back_as_much(before: dict[Color, int], after: dict[Color, int]) -> None:
    """0 to 100 percent of all traffic, and as much in the other direction; nothing moves where nothing changes."""
    assert 0 <= moved(before, after) <= TOTAL
    assert moved(before, before) == 0
    if any(before.values()) and any(after.values()):
        assert moved(before, after) == moved(after, before)


@given(SHARES, st.integers(1, 9))
def test_only_the_proportion_of_weights_counts(shares: dict[Color, int], factor: int) -> None:
    """1 to 1 is the same traffic as 50 to 50."""
    assert moved(shares, _times(shares, factor)) == 0


@given(SHARES, SHARES, COLORS, st.integers(1, 9), st.integers(1, 9))
def test_who_gains_is_told_by_shares(
    before: dict[Color, int], after: dict[Color, int], color: Color, old: int, new: int
) -> None:
    """Raw weights are comparable only with those beside them: larger numbers on either side change nothing."""
    assert gains(_times(before, old), _times(after, new), color) == gains(before, after, color)
    assert share(_times(before, old), color) == share(before, color)


@given(SHARES.filter(lambda shares: any(shares.values())), SHARES)
def test_never_both_colors_gain(before: dict[Color, int], after: dict[Color, int]) -> None:
    """What one color gets more of, the other one gets less of; nobody gains where nothing changes."""
    gaining = [color for color in Color if gains(before, after, color)]
    assert len(gaining) == (1 if any(after.values()) and share(before, Color.BLUE) != share(after, Color.BLUE) else 0)
    assert not any(gains(before, before, color) for color in Color)


@given(SHARES, COLORS)
def test_shares_are_all_of_the_traffic_or_none(shares: dict[Color, int], color: Color) -> None:
    """Between 0 and 1, together 1; where no weight is set nobody gets anything."""
    assert 0 <= share(shares, color) <= 1
    assert share(shares, color) + share(shares, color.other) == pytest.approx(1 if any(shares.values()) else 0)


@pytest.mark.parametrize(
    ("before", "after", "share"),
    [((100, 0), (0, 100), 100), ((90, 10), (0, 100), 90), ((1, 1), (100, 0), 50), ((0, 0), (100, 0), 100)],
)
def test_a_switch_moves_what_it_takes_away(before: tuple[int, int], after: tuple[int, int], share: int) -> None:
    """Where nobody got anything, everything moves."""
    assert moved(dict(zip(Color, before, strict=True)), dict(zip(Color, after, strict=True))) == share


def test_shares_read_the_same_way_each_time() -> None:
    """Blue first; a color that is missing has none."""
    assert describe({Color.GREEN: 100}) == "blue 0, green 100"
