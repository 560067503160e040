"""The checkpoint: a release record is written for a fleet that is healthy, on a color that stayed idle meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.color import Color
from components.guard.protection import LiveColorError
from components.hooks.checkpoint import ReleaseFailedError, checkpoint_hook, released_hook
from components.hooks.guard import fleet_guard_hook
from components.records.release_record import ReleaseRecord
from tests.unit.components.fake_aws import TARGET_GROUPS, FakeAws, FakeFleet
from tests.unit.components.scenes import Said, deployment, record_inputs, resolved, run_hook

if TYPE_CHECKING:
    from components.guard.deployment import Deployment

GREEN_FLEET = "green-2.0.0"


def _release(aws: FakeAws) -> tuple[ReleaseRecord, ReleaseRecord]:
    """Green's new fleet of release 2.0.0 stands beside its old one; the record before, and the one that waits."""
    old = aws.release(Color.GREEN, "1.1.0")
    instances = {f"i-new-{index}": "healthy" for index in range(2)}
    aws.fleets[GREEN_FLEET] = FakeFleet(dict.fromkeys(instances, "InService"), 2, [TARGET_GROUPS[Color.GREEN]])
    aws.targets[TARGET_GROUPS[Color.GREEN]].update(instances)
    return old, ReleaseRecord("2.0.0", "ami-1", GREEN_FLEET, TARGET_GROUPS[Color.GREEN])


def _checkpoint(facts: Deployment, old: ReleaseRecord, new: ReleaseRecord) -> Said:
    return run_hook(
        lambda: checkpoint_hook("checkpoint", resolved(facts)), old=record_inputs(old), new=record_inputs(new)
    )


def test_a_release_that_holds_takes_its_intent_back(aws: FakeAws) -> None:
    """The record is written once the fleet is healthy, and then nothing is under way any more."""
    old, new = _release(aws)
    facts = deployment(Color.GREEN)
    run_hook(lambda: fleet_guard_hook("guard", resolved(facts)))
    _checkpoint(facts, old, new)
    assert aws.intent(Color.GREEN)
    run_hook(lambda: released_hook("released", resolved(facts)))
    assert aws.intent(Color.GREEN) is None


def test_an_intent_that_cannot_be_removed_is_told(aws: FakeAws) -> None:
    """It ends by itself, so a good release does not fail on it."""
    aws.refuse("DeleteParameter", "AccessDeniedException")
    said = run_hook(lambda: released_hook("released", resolved(deployment(Color.GREEN))))
    assert "ends by itself" in said.warn[0]


@pytest.mark.parametrize("state", ["unhealthy (Target.ResponseCodeMismatch)", "initial (Elb.RegistrationInProgress)"])
def test_a_fleet_that_does_not_get_healthy_is_no_release(aws: FakeAws, state: str) -> None:
    """The record is not written, the old fleet stays, and the message says how the new one stood."""
    old, new = _release(aws)
    aws.targets[TARGET_GROUPS[Color.GREEN]]["i-new-1"] = state
    with pytest.raises(ReleaseFailedError, match=r"release 2\.0\.0 of green did not become healthy") as raised:
        _checkpoint(deployment(Color.GREEN), old, new)
    assert f"1 {state}" in str(raised.value)
    assert f"{old.fleet} (release 1.1.0) stays" in str(raised.value)
    assert aws.intent(Color.GREEN) is None


@pytest.mark.parametrize("weight", [1, 100])
def test_who_finds_itself_live_takes_its_new_fleet_out(aws: FakeAws, weight: int) -> None:
    """The serving fleet stays in the target group, no record is written, and the message says how to go on."""
    old, new = _release(aws)
    aws.weights = {Color.BLUE: 100 - weight, Color.GREEN: weight}
    with pytest.raises(LiveColorError, match=r"green went live while 2\.0\.0 was being deployed to it") as raised:
        _checkpoint(deployment(Color.GREEN), old, new)
    assert aws.fleets[GREEN_FLEET].target_groups == []
    assert aws.fleets[old.fleet].target_groups == [TARGET_GROUPS[Color.GREEN]]
    assert f"{old.fleet} stays and serves" in str(raised.value)
    assert "pulumi config set active_color blue --stack router" in str(raised.value)
    assert aws.intent(Color.GREEN) is None


def test_going_live_between_health_and_record_is_seen(aws: FakeAws) -> None:
    """The weights have the last word before the record is written."""
    old, new = _release(aws)
    aws.before["DescribeTargetHealth"] = lambda: aws.weights.update({Color.GREEN: 100})
    with pytest.raises(LiveColorError, match="went live"):
        _checkpoint(deployment(Color.GREEN), old, new)


def test_a_fleet_that_was_taken_out_is_put_back_once_its_color_is_idle(aws: FakeAws) -> None:
    """The next `up` goes on where the refused one stopped."""
    old, new = _release(aws)
    aws.fleets[GREEN_FLEET].target_groups.clear()
    _checkpoint(deployment(Color.GREEN), old, new)
    assert aws.fleets[GREEN_FLEET].target_groups == [TARGET_GROUPS[Color.GREEN]]


def test_a_record_is_never_written_without_a_look_at_the_weights(aws: FakeAws) -> None:
    """Not being told is not idle: patience ends, and the old fleet stays."""
    old, new = _release(aws)
    aws.refuse("DescribeListeners")
    with pytest.raises(ReleaseFailedError, match=old.fleet):
        _checkpoint(deployment(Color.GREEN), old, new)


def test_a_fleet_that_a_teardown_shrank_is_no_release(aws: FakeAws) -> None:
    """All of none are healthy, and the message says how the state hears of it."""
    old, new = _release(aws)
    aws.fleets[GREEN_FLEET] = FakeFleet({}, 0, [TARGET_GROUPS[Color.GREEN]])
    with pytest.raises(ReleaseFailedError, match="0 of 0 healthy; at least 2 declared") as raised:
        _checkpoint(deployment(Color.GREEN), old, new)
    assert "pulumi up --refresh --stack green" in str(raised.value)
