"""One line of configuration moves all traffic, with one write, and leaves no drift."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from demo.switch import outputs_changed
from tests.engine.told import told_markdown

if TYPE_CHECKING:
    from local.client import Call
    from tests.stage import Stage

CALLS = 14
"""AWS calls that one switch may take."""

WRITES = ["ModifyListener", "PutLogEvents", "PutParameter"]
"""Those of them that change something, in their order."""


def test_a_fresh_deployment_is_clean(stage: Stage) -> None:
    """After the first `up`, preview and refresh of all three stacks find nothing."""
    assert stage.weights() == {"blue": 100, "green": 0}
    assert stage.health("blue") == ["healthy", "healthy"]
    assert stage.health("green") == ["healthy", "healthy"]
    stage.assert_clean()


def test_a_switch_is_one_write_and_two_records(stage: Stage) -> None:
    """One ModifyListener has both weights, one PutLogEvents tells, one PutParameter follows; 14 calls in all."""
    for color in ("green", "blue"):
        before = stage.cloud.last_call()
        stage.workspace.configure("router", active_color=color)
        run = stage.workspace.up("router").check()
        assert run.changes == {"update": 2}
        calls = stage.cloud.calls(before)
        assert len(calls) <= CALLS
        assert [call.action for call in calls if call.write] == WRITES
        assert stage.weights()[color] == 100
        if color == "green":
            rows = [f"| {number} | {call.action} | {_caller(call)} |" for number, call in enumerate(calls, start=1)]
            told_markdown("calls", "\n".join(["| | call | by |", "|---|---|---|", *rows]))


def _caller(call: Call) -> str:
    return "the program" if "bluegreen" in call.agent else "the provider"


def test_a_switch_leaves_no_drift_anywhere(stage: Stage) -> None:
    """Preview, refresh, and preview after a refresh find nothing in any stack, outputs included."""
    stage.workspace.configure("router", active_color="green")
    stage.workspace.up("router").check()
    stage.assert_clean()
    for role in ("router", "blue", "green"):
        stage.workspace.run("refresh", role, "--yes", "--skip-preview", "--expect-no-changes").check()
        run = stage.workspace.preview(role, "--expect-no-changes").check()
        assert outputs_changed(run) == []


def test_the_record_names_both_colors_and_releases(stage: Stage) -> None:
    """The active-color parameter holds what the last switch moved, in clear."""
    stage.workspace.configure("router", active_color="blue")
    stage.workspace.up("router").check()
    name = f"/bluegreen/bluegreen/{stage.workspace.stack('router')}/active"
    record = json.loads(stage.ssm.get_parameter(Name=name)["Parameter"].get("Value", ""))
    assert (record["color"], record["release"]) == ("blue", "1.0.0")
    assert (record["previous_color"], record["previous_release"]) == ("green", "1.1.0")


def test_a_canary_is_a_weight_and_its_end_too(stage: Stage) -> None:
    """A canary moves its share with one write; removing it moves it back."""
    stage.workspace.configure("router", active_color="blue", canary="green@10")
    stage.workspace.up("router").check()
    assert stage.weights() == {"blue": 90, "green": 10}
    stage.assert_clean("router")
    stage.workspace.configure("router", canary=None)
    assert stage.workspace.up("router").check().changes == {"update": 1}
    assert stage.weights() == {"blue": 100, "green": 0}


def test_weights_moved_by_hand_are_drift_and_are_healed(stage: Stage) -> None:
    """A refresh names the listener and exits 7; `up --refresh` heals it with one write: half is the active color's."""
    stage.set_weights(blue=50, green=50)
    run = stage.workspace.refresh_preview("router", "--expect-no-changes")
    assert run.code == 7
    assert [urn.rpartition("$")[2] for urn in run.changed] == ["aws:lb/listener:Listener::router"]
    before = stage.cloud.last_call()
    stage.workspace.up("router", "--refresh").check()
    assert [call.action for call in stage.cloud.writes(before)] == ["ModifyListener", "PutLogEvents"]
    assert stage.weights() == {"blue": 100, "green": 0}
    stage.assert_clean("router")
