"""The verification: a switch is done when it is observed, and the parameter never names what was not."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from components.color import Color, weights
from components.hooks.verify import NotVerifiedError, confirm_hook, verify_hook
from components.records.active_record import ActiveRecord
from components.records.intent import Intent
from components.settings.switching import Verify
from components.switch.convergence import ANSWERS
from components.switch.switching import Switched, Switching
from tests.unit.components.fake_aws import LISTENER, NAMES
from tests.unit.components.scenes import BLUE, GREEN, Said, listener_inputs, resolved, run_hook, switching
from tests.unit.components.web import green, named, serve

if TYPE_CHECKING:
    import pulumi

    from tests.unit.components.fake_aws import FakeAws

REQUIRE = Verify("require", "/", "x-bluegreen-color", "x-bluegreen-release", 20)
CANARY = weights(Color.BLUE, (Color.GREEN, 10))


class _Arn:
    """An output of the listener's ARN."""

    async def future(self) -> str:
        return LISTENER


def _verify(facts: Switching | None = None, run: Switched | None = None, old: dict[Color, int] = BLUE) -> Said:
    facts = facts or switching()
    return run_hook(
        lambda: verify_hook("router-verify", resolved(facts), run or Switched()),
        old=listener_inputs(old),
        new=listener_inputs({color: facts.declared[color] for color in Color}),
    )


def _confirm(run: Switched, old: str = "{}", new: str = "{1}", held: str = "{}") -> Said:
    listener = cast("pulumi.Output[str]", _Arn())
    return run_hook(
        lambda: confirm_hook("router-confirm", resolved(switching()), run, listener),
        old={"insecureValue": old},
        new={"insecureValue": new},
        outputs={"insecureValue": held},
    )


def _record(aws: FakeAws) -> dict[str, Any]:
    return json.loads(aws.log[-1])


def test_a_switch_that_holds_is_verified_and_logged(aws: FakeAws) -> None:
    """Read back, looked for deployments, one record with weights and figures."""
    aws.weights = dict(GREEN)
    run = Switched(facts={"from": "blue", "to": "green"}, begun=time.monotonic())
    with serve(green()) as site:
        said = _verify(switching(url=site.url, verify=REQUIRE), run)
    assert run.verified
    assert len(site.asked) == ANSWERS
    assert "green answered first after" in said.info[-1]
    assert aws.writes == ["PutLogEvents"]
    record = _record(aws)
    assert (record["event"], record["weights"], record["failed_probes"]) == ("switched", {"blue": 0, "green": 100}, 0)
    assert set(record["seconds"]) == {"first", "total"}


def test_what_does_not_converge_fails_the_update_and_moves_nothing(aws: FakeAws) -> None:
    """It says what is known and the command that goes back; the log keeps it apart from a switch that held."""
    aws.weights = dict(GREEN)
    run = Switched()
    with serve(named("blue")) as site, pytest.raises(NotVerifiedError, match="green answered never") as raised:
        _verify(switching(url=site.url, verify=replace(REQUIRE, timeout=1)), run)
    assert "pulumi config set active_color blue --stack router && pulumi up --skip-preview" in str(raised.value)
    assert not run.verified
    assert aws.writes == ["PutLogEvents"]
    assert _record(aws)["event"] == "not verified"


def test_a_canary_that_is_not_verified_is_ended_and_not_switched(aws: FakeAws) -> None:
    """Its other color is the active one already, so that the way back takes the canary's share alone."""
    aws.weights = dict(BLUE)
    with pytest.raises(NotVerifiedError, match="pulumi config rm canary --stack router && pulumi up") as raised:
        _verify(switching(CANARY))
    assert "active_color" not in str(raised.value)


def test_the_end_of_a_canary_is_told_no_way_back(aws: FakeAws) -> None:
    """Nobody ends a canary to be told to give it all the traffic."""
    aws.weights = dict(CANARY)
    with pytest.raises(NotVerifiedError, match="end of a canary, so that green is no way back") as raised:
        _verify(switching(BLUE), old=CANARY)
    assert "active_color" not in str(raised.value)


def test_weights_that_are_not_there_are_not_verified(aws: FakeAws) -> None:
    """What the API accepted is read back, whatever the probes may say."""
    aws.weights = dict(BLUE)
    with pytest.raises(NotVerifiedError, match="live is blue 100, green 0; declared is blue 0, green 100"):
        _verify()


@pytest.mark.parametrize("operation", ["DescribeListeners", "GetParameters"])
def test_what_cannot_be_read_back_is_not_verified(aws: FakeAws, operation: str) -> None:
    """With the permission that is missing."""
    aws.weights = dict(GREEN)
    aws.refuse(operation)
    with pytest.raises(NotVerifiedError, match=f":{operation}"):
        _verify()


def test_a_deployment_that_began_meanwhile_is_seen(aws: FakeAws) -> None:
    """It declared itself after the gate's look: one of the two always sees the other."""
    aws.weights = dict(GREEN)
    aws.put(NAMES.intents[Color.GREEN], Intent("them@there", "release 2.0.0", "v2", time.time() + 60).to_json())
    with pytest.raises(NotVerifiedError, match=r"release 2\.0\.0 by them@there"):
        _verify()


def test_an_update_that_moves_no_weights_is_not_verified(aws: FakeAws) -> None:
    """A changed tag costs no probe and no record; the last look at the end is enough."""
    run = Switched()
    _verify(run=run, old=GREEN)
    assert aws.calls == []
    assert not run.verified


def test_bootstrap_is_read_back_and_not_logged(aws: FakeAws) -> None:
    """Nobody answers yet, and nothing was switched."""
    aws.weights = dict(GREEN)
    run = Switched(bootstrap=True)
    _verify(run=run, old=dict.fromkeys(Color, 0))
    assert run.verified
    assert aws.writes == []


def test_a_rerun_verifies_before_the_parameter_follows(aws: FakeAws) -> None:
    """An update that was cut short left the listener as declared, so only the parameter's hook is left to look."""
    aws.weights = dict(BLUE)
    with pytest.raises(NotVerifiedError):
        _confirm(Switched())
    aws.weights = dict(GREEN)
    run = Switched()
    _confirm(run)
    assert run.verified


def test_what_was_just_verified_is_not_verified_twice(aws: FakeAws) -> None:
    """A switch pays once."""
    _confirm(Switched(verified=True))
    assert aws.calls == []


def test_a_parameter_whose_value_stays_needs_no_verification(aws: FakeAws) -> None:
    """A changed tag names no color."""
    _confirm(Switched(), old="{}", new="{}")
    assert aws.calls == []


def test_a_record_that_was_never_written_is_not_taken_for_written(aws: FakeAws) -> None:
    """AWS refused it, and the state took it for done; written, its end was lost only, and the update passes."""
    aws.weights = dict(GREEN)
    aws.put(NAMES.active, "{}")
    with pytest.raises(NotVerifiedError, match="nothing would be written") as raised:
        _confirm(Switched(verified=True), held="{1}")
    assert "pulumi up --refresh --stack router" in str(raised.value)
    aws.put(NAMES.active, "{1}")
    _confirm(Switched(verified=True), held="{1}")


def test_a_rollback_is_recorded_as_one(aws: FakeAws) -> None:
    """By the record that the parameter still holds, also where the gate did not run."""
    aws.put(NAMES.active, ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True).to_json())
    aws.weights = dict(BLUE)
    _verify(switching(BLUE), old=GREEN)
    record = _record(aws)
    assert (record["kind"], record["from"], record["to"]) == ("rollback", "green", "blue")
    assert record["releases"] == {"blue": "1.0.0", "green": "1.1.0"}


def test_a_release_marked_bad_without_a_move_is_no_switch(aws: FakeAws) -> None:
    """The parameter changes, and no traffic: nobody is told of a switch."""
    aws.put(NAMES.active, ActiveRecord(Color.GREEN, "1.1.0").to_json())
    aws.weights = dict(GREEN)
    run = Switched()
    _confirm(run)
    assert run.verified
    assert aws.log == []


@pytest.mark.parametrize("raw", [{Color.BLUE: 1, Color.GREEN: 999}, {Color.BLUE: 300, Color.GREEN: 100}])
def test_who_gained_is_told_by_shares(aws: FakeAws, raw: dict[Color, int]) -> None:
    """Weights that were set by hand need not be percent: the color that gained is the one that is watched."""
    aws.weights = dict(GREEN)
    with serve(green()) as site:
        assert "green answered first after" in _verify(switching(url=site.url, verify=REQUIRE), old=raw).info[-1]
