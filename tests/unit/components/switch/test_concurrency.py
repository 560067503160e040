"""Optimistic concurrency: an update moves the weights only from where it believes them to be."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from components.color import Color, gains
from components.switch.concurrency import Weights, conflict

COLORS = st.sampled_from(Color)
SHARES = st.fixed_dictionaries({color: st.integers(0, 100) for color in Color})
NAMED = st.none() | COLORS
PAIRS = st.none() | st.builds("{}/{}".format, st.integers(0, 100), st.integers(0, 100))
BLUE, GREEN, HALF = {Color.BLUE: 100, Color.GREEN: 0}, {Color.BLUE: 0, Color.GREEN: 100}, dict.fromkeys(Color, 50)

Shares = dict[Color, int]


def _conflict(  # noqa: PLR0913  all of it decides
    live: Shares,
    expected: Shares | None,
    declared: Shares,
    named: Color | None = None,
    *,
    ours: bool = False,
    allowed: str | None = None,
) -> str | None:
    return conflict(Weights(live, expected, declared), named, ours=lambda: ours, allowed=allowed, router="router")


@given(SHARES, SHARES | st.none(), NAMED, st.booleans(), PAIRS)
def test_what_is_declared_already_never_conflicts(
    live: Shares,
    expected: Shares | None,
    named: Color | None,
    ours: bool,  # noqa: FBT001
    allowed: str | None,
) -> None:
    """A switch whose end was lost is finished, whatever the state or the parameter believe."""
    assert _conflict(live, expected, live, named, ours=ours, allowed=allowed) is None
    assert Weights(live, expected, live).finished


@given(SHARES, SHARES, NAMED)
def test_what_was_expected_never_conflicts_unless_it_undoes_a_rescue(
    live: Shares, declared: Shares, named: Color | None
) -> None:
    """Live is as the state knows it, and most traffic is where the parameter says."""
    assume(named is None or live[named] >= live[named.other])
    assert _conflict(live, live, declared, named) is None


@given(SHARES, SHARES, SHARES, NAMED, st.booleans())
def test_neither_old_nor_declared_is_refused(
    live: Shares,
    expected: Shares,
    declared: Shares,
    named: Color | None,
    ours: bool,  # noqa: FBT001
) -> None:
    """Somebody changed the listener, and nobody's record of our own last write makes that right."""
    assume(live not in (expected, declared))
    message = _conflict(live, expected, declared, named, ours=ours)
    assert message is not None
    assert "pulumi up --refresh --stack router" in message


@given(SHARES, SHARES, SHARES, NAMED, PAIRS)
def test_allow_repair_is_inert_for_any_other_pair(
    live: Shares, expected: Shares, declared: Shares, named: Color | None, allowed: str | None
) -> None:
    """An override that was left behind changes nothing for other live weights."""
    assume(allowed != f"{live[Color.BLUE]}/{live[Color.GREEN]}")
    assert _conflict(live, expected, declared, named, allowed=allowed) == _conflict(live, expected, declared, named)


@given(SHARES, SHARES, SHARES, NAMED)
def test_allow_repair_accepts_the_pair_that_it_names(
    live: Shares, expected: Shares, declared: Shares, named: Color | None
) -> None:
    """Who names what is live has looked."""
    pair = f"{live[Color.BLUE]}/{live[Color.GREEN]}"
    assert _conflict(live, expected, declared, named, allowed=pair) is None


@given(SHARES, SHARES, COLORS)
def test_a_hand_rescue_is_undone_by_nobody_but_us(live: Shares, declared: Shares, named: Color) -> None:
    """Most traffic is where the parameter does not say: only what our own update wrote may be taken back."""
    rescued = named.other
    assume(live[rescued] > live[named] and gains(declared, live, rescued))
    message = _conflict(live, live, declared, named)
    assert message is not None
    assert f"pulumi config set active_color {rescued.value}" in message
    assert _conflict(live, live, declared, named, ours=True) is None


def test_a_hand_rescue_by_raw_weights_is_one() -> None:
    """Whoever sets 0 and 1 by hand moved everything, though a canary's number is larger."""
    live, canary = {Color.BLUE: 0, Color.GREEN: 1}, {Color.BLUE: 90, Color.GREEN: 10}
    assert "most traffic was moved to green" in (_conflict(live, live, canary, Color.BLUE) or "")


@given(SHARES, SHARES, NAMED)
def test_a_listener_that_is_made_conflicts_with_nothing(live: Shares, declared: Shares, named: Color | None) -> None:
    """There was none, so nobody's weights are overwritten."""
    assert _conflict(live, None, declared, named) is None


@given(SHARES, COLORS)
def test_traffic_is_taken_from_the_other_color(live: Shares, color: Color) -> None:
    """However much of it either has; from nobody, where the other one has none."""
    assert Weights(live, None, BLUE).source(color) == (color.other if live[color.other] else None)


@pytest.mark.parametrize(
    ("live", "expected", "declared", "share"),
    [(HALF, BLUE, GREEN, "50 %"), (GREEN, {Color.BLUE: 90, Color.GREEN: 10}, BLUE, "100 %")],
)
def test_a_refusal_names_what_would_move(live: Shares, expected: Shares, declared: Shares, share: str) -> None:
    """Live, expected, declared, the share of traffic, and the override with the pair that is live."""
    message = _conflict(live, expected, declared, Color.BLUE) or ""
    for part in (f"live blue {live[Color.BLUE]}", f"expected blue {expected[Color.BLUE]}", f"would move {share}"):
        assert part in message
    assert f"allow_repair {live[Color.BLUE]}/{live[Color.GREEN]} --stack router" in message


def test_our_own_write_is_looked_up_only_where_it_matters() -> None:
    """An ordinary switch costs no look into the switch log."""

    def ours() -> bool:
        raise AssertionError("asked")

    weights = Weights(BLUE, BLUE, GREEN)
    assert conflict(weights, Color.BLUE, ours=ours, allowed=None, router="router") is None
