"""What somebody else does while a switch is watched, and interrupts: it is not overruled, and harm is taken back."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING

import pytest

from components.color import Color
from ops import app, engine_problems
from ops.engine_command import EngineError
from ops.picture import Lock
from ops.problem import Code
from tests.unit.ops.watching.fake_metrics import BAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from ops.problem import Problem
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine
    from tests.unit.ops.watching.fake_metrics import FakeMetrics

pytestmark = pytest.mark.usefixtures("project")

STEPS = ["switch", "--steps", "10,50,100", "--yes"]


@pytest.mark.parametrize(
    "case",
    [
        ({Color.BLUE: 100, Color.GREEN: 0}, STEPS),
        ({Color.BLUE: 70, Color.GREEN: 30}, STEPS),
        ({Color.BLUE: 100, Color.GREEN: 0}, ["switch", "--bake", "1m", "--yes"]),
    ],
)
def test_traffic_that_somebody_moves_meanwhile_stays_there(
    following: FakeAws,
    engine: FakeEngine,
    metrics: FakeMetrics,
    capsys: pytest.CaptureFixture[str],
    case: tuple[dict[Color, int], list[str]],
) -> None:
    """It may be a rollback, which no next step overrules, and after which nothing is done."""
    by_hand, words = case
    metrics.meanwhile = lambda: setattr(following, "weights", by_hand)
    assert app.run([*words, "--json"]) == Code.RESOURCE
    said = capsys.readouterr()
    assert "somebody else was at it, and nothing more was changed" in said.err
    assert len(json.loads(said.out)["steps"]) == 1
    assert following.weights == by_hand
    assert sum(command.startswith("up") for command in engine.asked) == 1


def test_a_file_that_somebody_edits_meanwhile_is_not_overruled(
    following: FakeAws, engine: FakeEngine, metrics: FakeMetrics, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever takes the canary out of it does not want more of it."""
    metrics.meanwhile = lambda: engine.settings["router"].pop("bluegreen:canary", None)
    assert app.run(STEPS) == Code.RESOURCE
    assert "Pulumi.router.yaml declares 100/0, and this switch left 90/10" in capsys.readouterr().err
    assert following.weights == {Color.BLUE: 90, Color.GREEN: 10}


def test_a_release_that_was_not_watched_gets_no_more_traffic(
    following: FakeAws, engine: FakeEngine, metrics: FakeMetrics, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody has seen it with the traffic of the step before."""
    metrics.meanwhile = lambda: following.release(Color.GREEN, "1.2.0")
    assert app.run(STEPS) == Code.RESOURCE
    assert "green runs 1.2.0, and 1.1.0 when this step was made" in capsys.readouterr().err
    assert following.weights == {Color.BLUE: 90, Color.GREEN: 10}
    assert engine.settings["router"]["bluegreen:canary"] == "green@10"


def test_ctrl_c_during_an_update_is_the_end_of_the_steps(
    following: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """The engine completes the step that it is at, and no other is begun."""
    update = engine.update

    def interrupted() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        update()

    engine.update = interrupted
    assert app.run([*STEPS, "--json"]) == Code.CANCELLED
    said = capsys.readouterr()
    assert "interrupted: traffic stays at 90/10" in said.err
    assert [step["share"] for step in json.loads(said.out)["steps"]] == [10]
    assert following.weights == {Color.BLUE: 90, Color.GREEN: 10}
    assert engine.settings["router"]["bluegreen:canary"] == "green@10"


def test_weights_by_hand_are_shares(following: FakeAws, engine: FakeEngine) -> None:
    """1 to 1 is half of the traffic: no step takes some of it away first."""
    following.weights = {Color.BLUE: 1, Color.GREEN: 1}
    assert app.run([*STEPS, "--to", "green"]) == Code.OK
    assert "bluegreen:canary=green@10" not in [word for command in engine.asked for word in command.split()]


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits in earnest."""
    monkeypatch.setattr("ops.patience.time.sleep", lambda _: None)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]


@pytest.fixture
def held(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Somebody has the router's lock at the first two looks of the rollback; a look each."""
    looks: list[int] = []

    def read(*_: object) -> tuple[Lock, ...]:
        if engine.settings["router"]["bluegreen:active_color"] == "blue":
            return ()
        looks.append(1)
        return (Lock("router", "you@laptop"),) if len(looks) < 3 else ()

    monkeypatch.setattr("ops.locks.read_locks", read)
    return looks


@pytest.fixture
def held_in_a_bucket(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """As `held`, of which only the engine tells, once it is to update."""
    updates: list[int] = []
    run = engine.run

    def apart(command: list[str], hear: Callable[[str], None]) -> None:
        if engine.settings["router"].get("bluegreen:bad_release"):
            updates.append(1)
            if len(updates) < 3:
                raise EngineError(1, "the stack is currently locked by 1 lock(s)")
        run(command, hear)

    def word(error: EngineError, stack: str) -> Problem:
        return engine_problems.word(str(error), stack=stack, project="bluegreen", folder="")

    monkeypatch.setattr(engine, "run_apart", apart)
    monkeypatch.setattr(engine, "problem", word)
    return updates


@pytest.mark.parametrize("lock", ["held", "held_in_a_bucket"])
@pytest.mark.usefixtures("patient")
def test_a_rollback_waits_for_whoever_has_the_lock(
    following: FakeAws, engine: FakeEngine, metrics: FakeMetrics, request: pytest.FixtureRequest, lock: str
) -> None:
    """An unattended bake must not give up at once."""
    tries: list[int] = request.getfixturevalue(lock)
    metrics.answers = [[BAD]]
    assert app.run(["switch", "--bake", "1m", "--yes"]) == Code.RESOURCE
    assert len(tries) == 3
    assert following.weights == {Color.BLUE: 100, Color.GREEN: 0}
    assert engine.settings["router"]["bluegreen:bad_release"] == "green@1.1.0"


@pytest.mark.parametrize("lock", ["held", "held_in_a_bucket"])
@pytest.mark.usefixtures("patient")
def test_a_rollback_in_ci_waits_as_well(
    following: FakeAws, engine: FakeEngine, request: pytest.FixtureRequest, lock: str
) -> None:
    """Told to, it tries again until whoever updates the router has ended; a person is told at once."""
    assert app.run(["switch", "--yes"]) == Code.OK
    tries: list[int] = request.getfixturevalue(lock)
    assert app.run(["rollback", "--yes"]) == Code.RESOURCE
    assert following.weights == {Color.BLUE: 0, Color.GREEN: 100}
    assert app.run(["rollback", "--wait", "--yes"]) == Code.OK
    assert len(tries) == 3
    assert following.weights == {Color.BLUE: 100, Color.GREEN: 0}
    assert engine.settings["router"]["bluegreen:bad_release"] == "green@1.1.0"


@pytest.mark.usefixtures("patient", "held")
def test_whoever_waits_says_so_once(
    following: FakeAws, metrics: FakeMetrics, capsys: pytest.CaptureFixture[str]
) -> None:
    """With who it is, and for how long."""
    metrics.answers = [[BAD]]
    assert app.run(["switch", "--bake", "1m", "--yes"]) == Code.RESOURCE
    said = capsys.readouterr().err
    assert said.count("router is being updated by you@laptop; waiting for it, up to 15 min") == 1
    assert following.weights[Color.BLUE] == 100


def test_what_was_not_watched_is_not_marked(
    following: FakeAws, engine: FakeEngine, metrics: FakeMetrics, capsys: pytest.CaptureFixture[str]
) -> None:
    """Green got another release between what was seen and the rollback: traffic goes back all the same."""
    metrics.answers, metrics.meanwhile = [[BAD]], lambda: following.release(Color.GREEN, "1.2.0")
    assert app.run(STEPS) == Code.RESOURCE
    assert "green runs 1.2.0 by now, and 1.1.0 was watched" in capsys.readouterr().err
    assert following.weights == {Color.BLUE: 100, Color.GREEN: 0}
    assert "bluegreen:bad_release" not in engine.settings["router"]


def test_who_was_taken_back_by_somebody_else_is_not_again(
    following: FakeAws, engine: FakeEngine, metrics: FakeMetrics, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person was faster: that is told, and nothing is changed."""
    away = {Color.BLUE: 100, Color.GREEN: 0}
    metrics.answers, metrics.meanwhile = [[BAD]], lambda: setattr(following, "weights", away)
    assert app.run(STEPS) == Code.RESOURCE
    assert "somebody moved all traffic away from green meanwhile: live is 100/0" in capsys.readouterr().err
    assert sum(command.startswith("up") for command in engine.asked) == 1
