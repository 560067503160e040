"""The verification: a switch is done when it is observed, and fails the update when it is not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from components.switch.probe import ask
from local.ports import free_port
from tests.engine import breakage
from tests.engine.refusals import refuse
from tests.engine.told import told, told_record
from tests.interrupt import wait_until
from tests.stage import LISTENER_PORT

if TYPE_CHECKING:
    from local.engine import Run
    from tests.engine.switch_stage import SwitchStage

FAILED_BY = 'after hook "router-verify" failed: '

SLOW = 8.0
"""Seconds for a changed listener to take effect, where a switch must not be observed in time."""


def _failure(run: Run) -> str:
    assert run.code != 0, run.output
    assert "Traceback" not in run.output
    (message,) = [text.removeprefix(FAILED_BY) for text in run.diagnostics if text.startswith(FAILED_BY)]
    return message


def test_a_switch_is_read_back_and_observed(switch_stage: SwitchStage) -> None:
    """Ten answers in a row come from the new color, the weights are read back; figures are told and recorded."""
    stage, before = switch_stage, switch_stage.cloud.last_call()
    run = stage.switch("green").check()
    (gate,) = [text for text in run.diagnostics if text.startswith("the gate is passed")]
    (verified,) = [text for text in run.diagnostics if text.startswith("verified: blue 0, green 100; green answered")]
    told(stage, "passed", f"{gate}\n{verified}")
    own = [call.action for call in stage.cloud.calls(before) if "bluegreen" in call.agent]
    assert own.count("DescribeListeners") == 2
    record = stage.log()[-1]
    assert (record["event"], record["observed"], record["problems"]) == ("switched", True, [])
    assert (record["from"], record["to"]) == ("blue", "green")
    assert record["releases"] == {"blue": "1.0.0", "green": "1.1.0"}
    assert record["answers"]["green"] >= 10
    assert record["failed_probes"] == 0
    assert 0 <= record["seconds"]["first"] <= record["seconds"]["total"]
    told_record(stage, "record", record)


def test_verify_off_asks_no_application(switch_stage: SwitchStage) -> None:
    """The weights are read back, and not one request is sent."""
    stage = switch_stage
    before = Counter(stage.cloud.traffic()["requests"])
    run = stage.switch("green", verify="off", smoke_paths=[]).check()
    assert "verified: blue 0, green 100; not observed: verify is off" in run.output
    assert Counter(stage.cloud.traffic()["requests"]) == before


def test_a_url_out_of_reach_is_not_observed_and_fails_nothing(switch_stage: SwitchStage) -> None:
    """`verify: auto` says so without a warning: a runner outside of a private network can still switch."""
    stage = switch_stage
    stage.workspace.configure("router", active_color="green", smoke_paths=[])
    port = int(stage.url.rpartition(":")[2])

    def move_listener(port: int) -> None:
        arn, address = stage.outputs["listener_arn"], stage.outputs["url"]
        stage.load_balancing.modify_listener(ListenerArn=arn, Port=port)
        wait_until(lambda: bool(ask(address).failure) != address.endswith(f":{port}"))

    # The provider has written the weights then, and the program has not probed yet.
    elsewhere = free_port(LISTENER_PORT + 100)
    run = stage.meanwhile("DescribeTags", lambda: move_listener(elsewhere)).check()
    move_listener(port)
    assert f"verified: blue 0, green 100; not observed: {stage.outputs['url']} can't be reached from here" in run.output
    assert [event for event in run.events if event.get("diagnosticEvent", {}).get("severity") == "warning"] == []
    assert stage.log()[-1]["observed"] is False


def test_a_switch_that_must_be_observed_and_is_not_fails_and_goes_back(switch_stage: SwitchStage) -> None:
    """The rollback passes without override, though the parameter still names the old color and one was refused."""
    stage = switch_stage
    unseen = {"verify_header": "x-none", "smoke_paths": []}
    run = stage.switch("green", verify="require", verify_timeout=1, **unseen)
    message = _failure(run)
    assert "the switch to green was written but not verified" in message
    assert f"pulumi config set active_color blue --stack {stage.workspace.stack('router')} &&" in message
    assert stage.weights() == {"blue": 0, "green": 100}
    assert stage.active["color"] == "blue"
    assert stage.log()[-1]["event"] == "not verified"
    with breakage.deploying(stage, "blue"):
        refuse(stage, "blue: release 1.2.0", color="blue")
    run = stage.switch("blue", verify="auto").check()
    assert "not observed: no answer of" in run.output
    assert stage.weights() == {"blue": 100, "green": 0}


def test_the_parameter_is_verified_again_by_a_rerun(switch_stage: SwitchStage) -> None:
    """A switch that took effect too late fails; `up` again observes it, and only then the parameter names the color."""
    stage = switch_stage
    stage.cloud.ask("settings", {"listener_delay": SLOW})
    try:
        message = _failure(stage.switch("green", verify_timeout=1))
    finally:
        stage.cloud.ask("settings", {"listener_delay": stage.cloud.settings.listener_delay})
    assert "1 seconds after the write, green answered never" in message
    told(stage, "not-verified", message)
    assert stage.active["color"] == "blue"
    wait_until(lambda: ask(stage.url).header("x-bluegreen-color") == "green")
    before = stage.cloud.last_call()
    run = stage.workspace.up("router").check()
    assert "verified: blue 0, green 100; green answered first" in run.output
    assert Counter(call.action for call in stage.cloud.writes(before)) == {"PutParameter": 1, "PutLogEvents": 1}
    assert stage.active["color"] == "green"
    stage.assert_clean("router")


def test_a_canary_is_observed_by_its_answers(switch_stage: SwitchStage) -> None:
    """Ten answers of the color that gained are enough, in any order; a canary's end waits for no smoke path."""
    stage = switch_stage
    run = stage.switch("blue", canary="green@20").check()
    assert "verified: blue 80, green 20; green answered first" in run.output
    assert stage.log()[-1]["answers"]["green"] == 10
    run = stage.switch("blue", canary=None, smoke_paths=["/?delay=never"]).check()
    assert "verified: blue 100, green 0; blue answered first" in run.output
