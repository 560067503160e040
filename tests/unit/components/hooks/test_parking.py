"""A parking, or any change to fewer instances: it declares itself, so that no switch crosses it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest

from components.color import Color
from components.guard.protection import LiveColorError
from components.hooks.checkpoint import released_hook
from components.hooks.gate import FRESH, SwitchRefusedError
from components.hooks.guard import change_guard_hook
from components.records.intent import SETTLE
from tests.unit.components.scenes import GREEN, deployment, pass_gate, resolved, run_hook, unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from components.guard.deployment import Deployment
    from tests.unit.components.fake_aws import FakeAws


@pytest.fixture(autouse=True)
def pauses() -> Iterator[mock.Mock]:
    """What lies between two looks, without waiting for it."""
    with mock.patch("time.sleep") as sleep:
        yield sleep


def _parking(aws: FakeAws) -> Deployment:
    return deployment(Color.GREEN, unchanged(aws.release(Color.GREEN, "1.1.0"), parked=True))


def _change(facts: Deployment) -> None:
    run_hook(lambda: change_guard_hook("guard", resolved(facts)))


def test_a_switch_to_a_color_that_is_being_parked_is_refused(aws: FakeAws) -> None:
    """Its instances still serve, and who takes them is named."""
    _change(_parking(aws))
    with pytest.raises(SwitchRefusedError, match=r"green: a change to fewer instances by .* is under way"):
        pass_gate()


@pytest.mark.parametrize("capacity", [{"minimum": 1, "maximum": 1}, {"minimum": 0, "desired": 1}])
def test_a_change_to_fewer_instances_declares_itself_as_a_parking_does(
    aws: FakeAws, capacity: dict[str, int], pauses: mock.Mock
) -> None:
    """Before it looks at the weights, and a pause that is longer than a switch lies between the two."""
    _change(deployment(Color.GREEN, unchanged(aws.release(Color.GREEN, "1.1.0"), **capacity)))
    assert aws.intent(Color.GREEN)
    pauses.assert_called_once_with(SETTLE)


def test_a_parking_waits_for_longer_than_a_gate_believes_what_it_read() -> None:
    """Whoever did not see the intent has written its weights by then."""
    assert SETTLE > 2 * FRESH


def test_a_color_whose_instances_are_about_to_end_is_refused(aws: FakeAws) -> None:
    """The parking is done and its intent is gone, and the instances that it ends serve still."""
    aws.fleets[aws.release(Color.GREEN, "1.1.0").fleet].desired = 0
    with pytest.raises(SwitchRefusedError, match="its fleet is to have 0: it is being parked or scaled in"):
        pass_gate()


def test_a_change_that_takes_no_instance_declares_nothing(aws: FakeAws, pauses: mock.Mock) -> None:
    """Nor does it wait: a switch may cross it."""
    _change(deployment(Color.GREEN, unchanged(aws.release(Color.GREEN, "1.1.0"), minimum=1, maximum=9)))
    assert aws.writes == []
    pauses.assert_not_called()


def test_a_parking_that_finds_its_color_live_stops(aws: FakeAws, pauses: mock.Mock) -> None:
    """The switch passed its gate before the intent, and wrote while the parking waited."""
    parking = _parking(aws)
    pauses.side_effect = lambda _seconds: aws.weights.update(GREEN)
    with pytest.raises(LiveColorError, match="green carries traffic"):
        _change(parking)
    assert aws.intent(Color.GREEN) is None


def test_a_parking_that_is_done_takes_its_intent_back(aws: FakeAws) -> None:
    """Once the group is updated nothing is under way any more."""
    parking = _parking(aws)
    _change(parking)
    assert aws.intent(Color.GREEN)
    run_hook(lambda: released_hook("released", resolved(parking)))
    assert aws.intent(Color.GREEN) is None


@pytest.mark.parametrize("parked", [True, False])
def test_a_refusal_for_want_of_a_look_leaves_no_intent(aws: FakeAws, parked: bool) -> None:  # noqa: FBT001
    """Neither a parking's nor a release's: nothing is under way."""
    facts = _parking(aws) if parked else deployment(Color.GREEN)
    aws.refuse("DescribeListeners")
    with pytest.raises(LiveColorError, match="elasticloadbalancing:DescribeListeners"):
        _change(facts)
    assert aws.intent(Color.GREEN) is None
