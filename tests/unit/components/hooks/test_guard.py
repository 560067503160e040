"""The guards of a color's fleet, at the moment of each dangerous step."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from components.color import Color
from components.guard.protection import LiveColorError
from components.hooks.claim import ClaimedError, claim_hook
from components.hooks.guard import change_guard_hook, fleet_guard_hook
from components.hooks.teardown import teardown_hooks
from components.records.active_record import ActiveRecord
from tests.unit.components.fake_aws import NAMES, TARGET_GROUPS
from tests.unit.components.scenes import Said, deployment, record_inputs, resolved, run_hook, unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from components.guard.deployment import Deployment
    from components.records.release_record import ReleaseRecord
    from tests.unit.components.fake_aws import FakeAws


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    """What lies between two looks is for the tests of the whole."""
    with mock.patch("time.sleep"):
        yield


def _change(facts: Deployment) -> Said:
    return run_hook(lambda: change_guard_hook("guard", resolved(facts)))


def _make(facts: Deployment) -> Said:
    return run_hook(lambda: fleet_guard_hook("guard", resolved(facts)))


def _tear_down(facts: Deployment, record: ReleaseRecord) -> Said:
    return run_hook(
        lambda: teardown_hooks("before", "after", resolved(facts))[0], old=record_inputs(record), identity="record"
    )


def test_a_change_of_the_live_fleet_is_refused_and_logged(aws: FakeAws) -> None:
    """The intent is taken back, and what stays is the record of the refusal."""
    with pytest.raises(LiveColorError, match="blue carries traffic"):
        _change(deployment(Color.BLUE))
    assert aws.intent(Color.BLUE) is None
    (record,) = (json.loads(message) for message in aws.log)
    assert (record["event"], record["color"]) == ("refused", "blue")


def test_a_change_without_the_permission_to_look_is_refused(aws: FakeAws) -> None:
    """Not being told is not idle."""
    aws.refuse("DescribeListeners")
    with pytest.raises(LiveColorError, match="elasticloadbalancing:DescribeListeners"):
        _change(deployment(Color.GREEN))


def test_a_harmless_change_passes(aws: FakeAws) -> None:
    """More capacity for the live color, a release for the idle one."""
    _change(deployment(Color.BLUE, unchanged(aws.release(Color.BLUE, "1.0.0"), maximum=9)))
    _change(deployment(Color.GREEN))
    assert aws.log == []


def test_a_deployment_declares_itself_before_it_looks(aws: FakeAws) -> None:
    """The order decides: whoever switches meanwhile sees the intent, or is seen."""
    _make(deployment(Color.GREEN))
    intent = aws.intent(Color.GREEN)
    assert intent is not None
    assert (intent.doing, intent.version) == ("release 2.0.0", deployment(Color.GREEN).wanted.version)
    assert aws.calls.index("PutParameter") < aws.calls.index("DescribeListeners")


def test_no_fleet_is_made_beside_one_that_serves(aws: FakeAws) -> None:
    """Neither as a replacement nor where the color's record was lost; the intent is taken back."""
    for lost in (False, True):
        if lost:
            del aws.parameters[NAMES.releases[Color.BLUE]]
        with pytest.raises(LiveColorError, match="blue carries traffic"):
            _make(deployment(Color.BLUE))
        assert aws.intent(Color.BLUE) is None


def test_the_first_fleet_of_a_live_color_is_made(aws: FakeAws) -> None:
    """At bootstrap the listener gives blue all traffic before blue has anything."""
    aws.parameters.clear()
    aws.fleets.clear()
    aws.targets[TARGET_GROUPS[Color.BLUE]] = {}
    _make(deployment(Color.BLUE))


def test_no_deployment_without_its_intent(aws: FakeAws) -> None:
    """A switch could not see it."""
    aws.refuse("PutParameter", "AccessDeniedException")
    with pytest.raises(LiveColorError, match="ssm:PutParameter"):
        _make(deployment(Color.GREEN))


def test_the_live_color_is_not_torn_down(aws: FakeAws) -> None:
    """Before anything is deleted."""
    record = aws.release(Color.BLUE, "1.0.0")
    with pytest.raises(LiveColorError, match="blue carries traffic"):
        _tear_down(deployment(Color.BLUE), record)
    assert aws.writes == ["PutLogEvents"]


def test_a_teardown_declares_itself_and_looks_again(aws: FakeAws) -> None:
    """A switch toward it that began before the intent shows in the second look."""
    record = aws.release(Color.GREEN, "1.1.0")
    looks: list[int] = []

    def switch() -> None:
        looks.append(aws.weights[Color.GREEN])
        if aws.intent(Color.GREEN):
            aws.weights[Color.GREEN] = 100

    aws.before["DescribeListeners"] = switch
    with pytest.raises(LiveColorError, match="green carries traffic"):
        _tear_down(deployment(Color.GREEN), record)
    assert len(looks) >= 2
    assert aws.intent(Color.GREEN) is None


def test_an_idle_color_is_torn_down_under_its_intent(aws: FakeAws) -> None:
    """A gate that looks meanwhile refuses; afterwards nothing of it is left."""
    record = aws.release(Color.GREEN, "1.1.0")
    facts = deployment(Color.GREEN)
    _tear_down(facts, record)
    intent = aws.intent(Color.GREEN)
    assert intent is not None
    assert intent.is_open(record)
    run_hook(lambda: teardown_hooks("before", "after", resolved(facts))[1])
    assert aws.intent(Color.GREEN) is None


def test_the_way_back_is_not_torn_down(aws: FakeAws) -> None:
    """The soak is read from the router's parameter."""
    aws.weights = {Color.BLUE: 0, Color.GREEN: 100}
    active = ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True)
    aws.put(NAMES.active, active.to_json(), datetime.now(UTC))
    with pytest.raises(LiveColorError, match="way back"):
        _tear_down(deployment(Color.BLUE, soak=3600), aws.release(Color.BLUE, "1.0.0"))


@pytest.mark.parametrize("exists", [True, False])
def test_a_parameter_is_claimed_only_where_none_stands(aws: FakeAws, exists: bool) -> None:  # noqa: FBT001
    """A leftover is named with the command that removes it, instead of AWS's ParameterAlreadyExists."""
    if exists:
        aws.put("/bluegreen/shop/router/active", "{}")

    def claim() -> Said:
        return run_hook(lambda: claim_hook("claim"), new={"name": "/bluegreen/shop/router/active"})

    if not exists:
        assert claim().warn == []
        return
    with pytest.raises(ClaimedError, match="aws ssm delete-parameter --name /bluegreen/shop/router/active"):
        claim()
