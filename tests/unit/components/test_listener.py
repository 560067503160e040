"""The listener's forward: what is declared is found again in what a hook is given."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from components.listener import STICKINESS_DURATION, forward_to, weights_in
from tests.unit.components.fake_aws import TARGET_GROUPS
from tests.unit.components.scenes import FORWARDED, listener_inputs

SHARES = st.fixed_dictionaries({color: st.integers(0, 999) for color in Color})


@given(SHARES)
def test_the_weights_survive_the_way_through_the_engine(shares: dict[Color, int]) -> None:
    """weights_in(forward_to(x)) = x, though numbers come back as floats."""
    assert weights_in(listener_inputs(shares), TARGET_GROUPS) == shares


@pytest.mark.parametrize(
    "inputs",
    [
        None,
        {},
        {"defaultActions": None},
        {"defaultActions": []},
        {"defaultActions": [{"type": "fixed-response"}]},
        {"defaultActions": [{"type": "forward", "forward": None}]},
        {"defaultActions": [{"type": "forward", "forward": {"targetGroups": None}}]},
        {
            "defaultActions": [
                {"type": "forward", "forward": {"targetGroups": [{"arn": "arn:of-another", "weight": 5}]}}
            ]
        },
        {
            "defaultActions": [
                {"type": "forward", "forward": {"targetGroups": [{"arn": "arn:blue", "weight": object()}]}}
            ]
        },
    ],
)
def test_a_forward_to_neither_color_has_no_weights(inputs: dict[str, Any] | None) -> None:
    """Also where there is no listener yet, where it does something else, and where the engine does not know them."""
    assert weights_in(inputs, TARGET_GROUPS) == dict.fromkeys(Color, 0)


@given(SHARES, st.integers(0, 7 * 86400))
def test_stickiness_is_always_written_out(shares: dict[Color, int], seconds: int) -> None:
    """On with its duration, or off with the duration that AWS answers."""
    action: Any = forward_to(FORWARDED, shares, seconds)
    expected = {"enabled": seconds > 0, "duration": seconds or STICKINESS_DURATION}
    assert action["forward"]["stickiness"] == expected
