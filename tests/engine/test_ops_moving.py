"""`bluegreen deploy`, `switch`, `rollback`, `park`: what they change is what a person could have changed, no more."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from demo.load import Load
from tests.engine import breakage
from tests.engine.bluegreen import Said, bluegreen, command
from tests.engine.switch_stage import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engine.guard_stage import GuardStage

SWITCHED = ["ModifyListener", "PutLogEvents", "PutParameter"]


@pytest.fixture
def stage(guard_stage: GuardStage) -> GuardStage:
    """Blue carries the traffic, green is idle."""
    return guard_stage


def _file(stage: GuardStage, role: str = "router") -> str:
    return (stage.workspace.directory / f"Pulumi.{stage.workspace.stack(role)}.yaml").read_text()


def _untouched(stage: GuardStage, act: Callable[[], Said], code: int, *phrases: str) -> Said:
    """What ACT said, which ended with CODE, told PHRASES and a next command, and changed nothing."""
    before, stood = stage.cloud.last_call(), [_file(stage, role) for role in ("router", "blue", "green")]
    said = act()
    assert said.code == code, said.err + said.out
    assert [phrase for phrase in (*phrases, "next: ") if phrase not in said.err] == [], said.err
    assert "Traceback" not in said.err
    assert {call.action for call in stage.cloud.writes(before)} <= {"PutLogEvents"}
    assert [_file(stage, role) for role in ("router", "blue", "green")] == stood
    return said


def test_a_release_is_deployed_switched_to_and_rolled_back(stage: GuardStage) -> None:
    """By three commands under load: nothing is lost, nothing drifts, and what was bad does not come back."""
    with Load(stage.url) as load:
        deployed = bluegreen(stage, "deploy", "8.0.0", "--json")
        assert deployed.code == 0, deployed.err
        assert (deployed.document["color"], deployed.document["healthy"]) == ("green", 2)
        before = stage.cloud.last_call()
        switched = bluegreen(stage, "switch", "--yes", "--json")
        assert switched.code == 0, switched.err
        assert sorted(call.action for call in stage.cloud.writes(before)) == SWITCHED
        assert switched.document["weights"] == stage.weights() == {"blue": 0, "green": 100}
        assert "active_color: green" in _file(stage)
        before = stage.cloud.last_call()
        back = bluegreen(stage, "rollback", "--yes")
        assert back.code == 0, back.err
        assert sorted(call.action for call in stage.cloud.writes(before)) == SWITCHED
    assert load.summary()["failures"] == {}
    assert stage.weights() == {"blue": 100, "green": 0}
    assert stage.active["bad"] == ["green@8.0.0"]
    assert "so that repository and cloud agree: git commit" in back.out
    stage.assert_clean("router")
    _untouched(stage, lambda: bluegreen(stage, "switch", "--yes"), 4, "green@8.0.0 was rolled back and marked bad")
    _untouched(stage, lambda: bluegreen(stage, "rollback", "--yes"), 4, "the last switch was a rollback already")
    stage.workspace.configure("router", active_color="green")
    assert "green@8.0.0 was rolled back and marked bad" in stage.workspace.up("router").output
    wait_until(lambda: stage.may_go("green"))
    assert bluegreen(stage, "deploy", "8.0.1").code == 0


def test_only_the_idle_color_gets_a_release(stage: GuardStage) -> None:
    """The live one is refused, and the idle one named."""
    _untouched(stage, lambda: bluegreen(stage, "deploy", "8.1.0", "--color", "blue"), 4, "idle is green")
    _untouched(stage, lambda: bluegreen(stage, "deploy", "not\ta release"), 2, "is no release")
    stage.set_weights(blue=50, green=50)
    _untouched(stage, lambda: bluegreen(stage, "deploy", "8.1.0"), 4, "neither color is idle")


def test_a_color_that_is_not_ready_is_not_switched_to(stage: GuardStage) -> None:
    """The file does not declare what could not be done; without an answer nothing is done either."""
    _untouched(stage, lambda: bluegreen(stage, "switch"), 2, "nobody can be asked here")
    with breakage.deploying(stage):
        _untouched(
            stage, lambda: bluegreen(stage, "switch", "--yes"), 4, "is under way", "refused, nothing was changed"
        )


def test_a_locked_router_is_not_touched(stage: GuardStage) -> None:
    """Who holds it is named, and what gives a dead run's lock back."""
    stage.workspace.configure("router", active_color="green")

    def look() -> None:
        for words in (("switch", "--to", "green", "--yes"), ("rollback", "--yes")):
            _untouched(stage, lambda words=words: bluegreen(stage, *words), 4, "is being updated by", "pulumi cancel")

    stage.meanwhile("ModifyListener", look).check()


def test_a_rollback_does_not_wait_for_the_other_color(stage: GuardStage) -> None:
    """While an update of green hangs, with its lock held."""
    assert bluegreen(stage, "switch", "--yes").code == 0
    rolled, bad = list[Said](), stage.active["bad"]
    run = stage.while_held(
        lambda: stage.workspace.run("refresh", "green", "--yes", "--skip-preview"),
        lambda: rolled.append(bluegreen(stage, "rollback", "--yes", "--unmarked")),
        actions=["DescribeLaunchTemplates"],
        hold="before",
    )
    assert rolled[0].code == 0, rolled[0].err
    assert stage.weights() == {"blue": 100, "green": 0}
    assert stage.active["bad"] == bad
    run.check()


def test_a_color_is_parked_and_comes_back(stage: GuardStage) -> None:
    """The idle one only; everything else of it stays."""
    kept: Any = stage.everything()
    wait_until(lambda: stage.may_go("green"))
    parked = bluegreen(stage, "park", "--json")
    assert parked.code == 0, parked.err
    assert parked.document["unparking"]["seconds"] > 0
    assert stage.health("green") == []
    _untouched(
        stage, lambda: bluegreen(stage, "switch", "--yes"), 4, "green is parked", "0 of 0 healthy", "bluegreen unpark"
    )
    assert bluegreen(stage, "unpark").code == 0
    assert stage.health("green") == ["healthy", "healthy"]
    assert stage.everything()["roles"] == kept["roles"]
    stage.assert_clean("green")


def _begin(stage: GuardStage, verb: str, *options: str) -> subprocess.Popen[str]:
    """VERB, begun in a process group of its own, as a shell would."""
    words, environment = command(stage, verb, *options)
    # Whoever ran these tests with nohup did not mean it for the command.
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        return subprocess.Popen(
            words,
            cwd=stage.workspace.directory,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize(
    ("send", "number"),
    [(os.killpg, signal.SIGINT), (os.kill, signal.SIGTERM), (os.killpg, signal.SIGHUP)],
    ids=["ctrl-c", "canceled-job", "closed-terminal"],
)
def test_an_interrupt_leaves_what_status_explains(
    stage: GuardStage, send: Callable[[int, int], None], number: signal.Signals
) -> None:
    """The engine completes its step, the command waits for it, and file and traffic agree afterwards."""
    rule = stage.cloud.fault(actions=["ModifyListener"], hold="before")
    running = _begin(stage, "switch", "--yes")
    wait_until(lambda: stage.cloud.holds(rule))
    send(running.pid, number)
    stage.cloud.clear_faults(rule)
    _, said = running.communicate(timeout=60)
    assert "interrupted" in said
    assert "Traceback" not in said
    assert running.returncode in {0, 8}, said
    live = "green" if stage.weights()["green"] else "blue"
    assert f"active_color: {live}" in _file(stage)
    assert bluegreen(stage, "status").code == 0
    assert bluegreen(stage, "switch", "--to", "green", "--yes").code == 0
