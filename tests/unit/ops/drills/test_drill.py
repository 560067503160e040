"""`bluegreen drill` as whole command lines: what is run, in which order, and where it stops."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from components.color import Color
from ops import app
from ops.drills import steps
from ops.interrupts import SIGNALS
from ops.problem import Code
from tests.unit.components.fake_aws import TARGET_GROUPS
from tests.unit.ops.fake_engine import failure, outcome

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.ops.drills.world import World

Document = dict[str, Any]

DESTROY, REBUILD = "destroy --run-program --yes --skip-preview --stack {}", "up --yes --skip-preview --stack {}"

TRIED = {"resOpFailedEvent": {"metadata": {"op": "delete", "type": "aws:iam/role:Role", "urn": "x"}}}


@pytest.fixture
def drilled(project: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[Document, str]]:
    """The document of a drill with WORDS that ended with exit CODE, which the trend keeps; and what stderr got."""

    def run(*words: str, code: Code = Code.OK) -> tuple[Document, str]:
        assert app.run(["drill", "--yes", "--json", *words]) == code
        said = capsys.readouterr()
        document = json.loads(said.out)
        assert json.loads((project / "drills.jsonl").read_text().splitlines()[-1]) == document
        return document, said.err

    return run


def _outcomes(document: Document) -> list[str]:
    return [f"{step['name']} {step['color']}: {step['outcome']}" for step in document["steps"]]


def test_the_idle_color_is_destroyed_and_rebuilt(world: World, drilled: Callable[..., Any]) -> None:
    """With the stock commands; then it is proven, and no traffic moves."""
    document, said = drilled()
    assert world.changing == [DESTROY.format("green"), REBUILD.format("green")]
    names = ["destroy green", "rebuild green", "parity green", "ready green"]
    assert _outcomes(document) == [f"{name}: passed" for name in names]
    for name in names:
        assert f"{name}: begun" in said
        assert f"{name}: passed after" in said
    assert (document["outcome"], document["weights"]) == ("passed", {"blue": 100, "green": 0})
    assert document["requests"]["sent"] >= 1


def test_with_a_switch_traffic_stays_on_the_rebuilt_color(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """As the file then says; the commit is named."""
    assert app.run(["drill", "--switch", "--yes"]) == Code.OK
    assert world.changing == [
        DESTROY.format("green"),
        REBUILD.format("green"),
        "config set-all --plaintext bluegreen:active_color=green --stack router",
        "config rm-all bluegreen:canary --stack router",
        REBUILD.format("router"),
    ]
    said = capsys.readouterr().out
    assert "all traffic is on green (1.0.0) since a switch of" in said
    assert "no soak: both colors run the same release" in said
    assert "git commit Pulumi.router.yaml -m 'All traffic to green (1.0.0)'" in said


def test_both_are_destroyed_and_rebuilt_each_while_the_other_serves(world: World, drilled: Callable[..., Any]) -> None:
    """The second one not before clients of the switch can't come back to it."""
    world.engine.router["drain_seconds"] = 1
    document, _ = drilled("--both")
    runs = [each for each in world.changing if not each.startswith("config")]
    assert runs == [
        *(each.format("green") for each in (DESTROY, REBUILD)),
        REBUILD.format("router"),
        *(each.format("blue") for each in (DESTROY, REBUILD)),
    ]
    assert world.at["destroy blue"] - world.at["up router"] >= timedelta(seconds=1)
    assert document["outcome"] == "passed"
    assert document["weights"] == {"blue": 0, "green": 100}
    assert set(_outcomes(document)) == {each for each in _outcomes(document) if each.endswith(": passed")}
    assert drilled("--both")[0]["weights"] == {"blue": 100, "green": 0}


def test_what_differs_is_not_switched_to(world: World, drilled: Callable[..., Any]) -> None:
    """Exit code 7, and the difference is told."""
    token = "aws:iam/role:Role"  # noqa: S105  a type
    world.engine.events["green"] = [outcome(token, "role", {"path": "/x"})]
    world.engine.events["blue"] = [outcome(token, "role", {"path": "/y"})]
    document, said = drilled("--switch", code=Code.CHANGES)
    assert _outcomes(document)[2:] == ["parity green: failed", "ready green: not reached", "switch green: not reached"]
    assert "blue and green are not the same thing" in said
    assert 'blue "/y", green "/x"' in said
    assert not any("router" in each for each in world.changing)


def test_what_is_not_ready_is_not_switched_to(
    world: World, drilled: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the gate's own verdict."""
    update = world.engine.update

    def short_of_one() -> None:
        update()
        if world.engine.asked[-1] == REBUILD.format("green"):
            world.aws.release(Color.GREEN, "1.0.0", healthy=1)

    world.engine.update = short_of_one
    monkeypatch.setattr(steps, "SLACK", -60)
    document, said = drilled("--switch", code=Code.RESOURCE)
    assert _outcomes(document)[3:] == ["ready green: failed", "switch green: not reached"]
    assert "the gate would refuse a switch to it: green: 1 healthy, and 2 are needed" in said


def test_targets_that_drain_are_waited_for(
    world: World, drilled: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are no failure of the rebuild."""
    update = world.engine.update

    def draining() -> None:
        update()
        world.aws.targets[TARGET_GROUPS[Color.GREEN]]["i-old"] = "draining (Target.DeregistrationInProgress)"

    world.engine.update = draining
    monkeypatch.setattr(steps.time, "sleep", lambda _: world.aws.release(Color.GREEN, "1.0.0"))
    assert drilled()[0]["outcome"] == "passed"


def test_a_rebuild_that_fails_says_how_to_go_on(world: World, drilled: Callable[..., Any]) -> None:
    """Exit code 4; and a drill goes on from there."""
    world.engine.events["up green"] = [TRIED, failure("green: not healthy after 600 s")]
    update = world.engine.update
    world.engine.update = lambda: update() if world.engine.asked[-1].startswith("destroy") else None
    document, said = drilled("--both", code=Code.RESOURCE)
    assert (document["outcome"], document["stopped_at"]) == ("failed", "rebuild green")
    assert "not healthy after 600 s" in document["why"]
    assert document["next"] in said
    assert "green is not whole: pulumi up --refresh --stack green rebuilds it, bluegreen drill --router router" in said
    assert document["seconds"]["rebuild"] is None
    del world.engine.events["up green"]
    world.engine.update = update
    assert drilled()[0]["outcome"] == "passed"


def test_a_destroy_that_is_refused_leaves_it_whole(world: World, drilled: Callable[..., Any]) -> None:
    """The guard has the last word."""
    world.engine.events["destroy green"] = [TRIED, failure("refused, nothing was changed: green must stay")]
    world.engine.update = lambda: None
    document, said = drilled(code=Code.RESOURCE)
    assert document["stopped_at"] == "destroy green"
    assert "both colors stand" in said


def test_a_switch_that_fails_is_taken_back(world: World, drilled: Callable[..., Any]) -> None:
    """As by `bluegreen switch`: the file says what is live, and the other color is not touched."""
    before = world.engine.file("router").read_text()
    world.engine.events["up router"] = [failure("refused, nothing was changed: so")]
    update = world.engine.update
    world.engine.update = lambda: None if "router" in world.engine.asked[-1] else update()
    document, said = drilled("--both", code=Code.RESOURCE)
    assert document["stopped_at"] == "switch green"
    assert "traffic and Pulumi.router.yaml are as they were" in said
    assert world.engine.file("router").read_text() == before
    assert DESTROY.format("blue") not in world.changing


@pytest.mark.parametrize("number", SIGNALS)
def test_ctrl_c_stops_after_what_the_engine_completes(
    world: World, drilled: Callable[..., Any], number: signal.Signals
) -> None:
    """Exit code 8; nothing more is begun, and what is missing is named."""
    update = world.engine.update

    def interrupt() -> None:
        update()
        os.kill(os.getpid(), number)

    world.engine.update = interrupt
    document, said = drilled("--both", code=Code.CANCELLED)
    assert world.changing == [DESTROY.format("green")]
    assert (document["outcome"], document["why"]) == ("canceled", "interrupted at: destroy green")
    assert "green is not whole: pulumi up --refresh --stack green rebuilds it" in said


@pytest.mark.parametrize("number", SIGNALS)
def test_ctrl_c_between_two_runs_is_reported_too(
    world: World, drilled: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    """A drill that waits is interrupted at once."""
    world.engine.router["drain_seconds"] = 600
    monkeypatch.setattr(steps.time, "sleep", lambda _: os.kill(os.getpid(), number))
    document, _ = drilled("--both", code=Code.CANCELLED)
    assert document["stopped_at"] == "wait blue"
    assert DESTROY.format("blue") not in world.changing


@pytest.mark.usefixtures("broken")
def test_failed_requests_are_counted(drilled: Callable[..., Any]) -> None:
    """Exit code 4 although each step passed; each request is told with its step."""
    document, said = drilled(code=Code.RESOURCE)
    assert {each["outcome"] for each in document["steps"]} == {"passed"}
    assert (document["outcome"], document["requests"]["failed"]) == ("failed", 1)
    (failed,) = document["requests"]["failures"]
    assert (failed["status"], failed["step"]) == (502, "destroy green")
    assert document["steps"][0]["failed_requests"] == 1
    assert "the first at destroy green: status 502" in said


@pytest.mark.usefixtures("broken")
def test_whoever_hurt_clients_moves_no_traffic(world: World, drilled: Callable[..., Any]) -> None:
    """The color is rebuilt, and there it ends."""
    document, said = drilled("--both", code=Code.RESOURCE)
    assert document["stopped_at"] == "switch green"
    assert "clients met failures (1), so that nothing more is changed" in said
    assert world.changing == [DESTROY.format("green"), REBUILD.format("green")]
