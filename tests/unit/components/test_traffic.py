"""What is live is asked of the listener, never remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.color import Color
from components.traffic import MissingListenerError, UnknownTrafficError, listener_weights, live_weight
from tests.unit.components.fake_aws import LISTENER, TARGET_GROUPS

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws

BLUE = TARGET_GROUPS[Color.BLUE]


def test_a_weight_above_0_is_live(aws: FakeAws) -> None:
    """Raw weights, in whatever sum somebody wrote them."""
    aws.weights = {Color.BLUE: 7, Color.GREEN: 0}
    assert [live_weight(arn) for arn in TARGET_GROUPS.values()] == [7, 0]
    assert listener_weights(LISTENER, TARGET_GROUPS) == {Color.BLUE: 7, Color.GREEN: 0}


def test_a_group_that_the_listener_does_not_name_has_no_weight(aws: FakeAws) -> None:
    """Taken out of the forward by hand."""
    aws.weights = {Color.GREEN: 1}
    assert live_weight(BLUE) == 0
    assert listener_weights(LISTENER, TARGET_GROUPS) == {Color.BLUE: 0, Color.GREEN: 1}


def test_what_is_gone_carries_nothing(aws: FakeAws) -> None:
    """A deleted target group or listener serves nobody; a color beside it may be torn down."""
    aws.listener_exists = False
    assert live_weight(BLUE) == 0
    with pytest.raises(MissingListenerError):
        listener_weights(LISTENER, TARGET_GROUPS)
    assert live_weight("arn:deleted") == 0


@pytest.mark.parametrize("operation", ["DescribeTargetGroups", "DescribeListeners"])
@pytest.mark.parametrize("code", ["AccessDenied", "Throttling"])
def test_not_being_told_is_not_0(aws: FakeAws, operation: str, code: str) -> None:
    """A guard must never take a refused look for an idle color."""
    aws.refuse(operation, code)
    with pytest.raises(UnknownTrafficError, match=operation):
        live_weight(BLUE)
