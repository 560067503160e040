"""What stands against a drill: it is told with the next command, and nothing was changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from components.color import Color
from components.records.active_record import ActiveRecord
from ops import app
from ops.problem import Code
from tests.unit.components.fake_aws import NAMES
from tests.unit.components.web import green, serve
from tests.unit.ops.fake_engine import outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.ops.drills.world import World

ALL = ("", "--switch", "--both")


@pytest.fixture
def refused(world: World, project: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """A drill's refusal with WORDS and exit CODE, after which all is as it was."""

    def refuse(*words: str, code: Code = Code.RESOURCE) -> str:
        stood = [world.engine.file(stack).read_text() for stack in world.engine.settings]
        assert app.run(["drill", "--yes", *filter(None, words)]) == code
        said = capsys.readouterr()
        assert world.changing == []
        assert world.aws.writes == []
        assert [world.engine.file(stack).read_text() for stack in world.engine.settings] == stood
        assert not (project / "drills.jsonl").exists()
        assert "nothing was changed" in said.err
        assert "next: " in said.err
        return said.err

    return refuse


def _soaking(world: World) -> None:
    """Green lost its traffic a moment ago to another release of blue."""
    record = ActiveRecord(Color.BLUE, "2.0.0", Color.GREEN, "1.0.0", soak=True)
    world.aws.put(NAMES.active, record.to_json(), datetime.now(UTC))


@pytest.mark.parametrize("scope", ALL)
def test_a_soak_is_named_with_its_end(scope: str, world: World, refused: Callable[..., str]) -> None:
    """And with what gives it up."""
    _soaking(world)
    said = refused(scope)
    assert "green must stay until " in said
    assert "left): it is the way back from blue (2.0.0)" in said
    assert "pulumi config set allow_live_change green@1.0.0 --stack green" in said


def test_a_soak_that_was_given_up_holds_nothing(world: World) -> None:
    """As the guard would let it pass."""
    _soaking(world)
    world.engine.settings["green"]["bluegreen:allow_live_change"] = "green@1.0.0"
    assert app.run(["drill", "--yes"]) == Code.OK


@pytest.mark.parametrize("scope", ALL)
def test_beside_a_canary_none_is_idle(scope: str, world: World, refused: Callable[..., str]) -> None:
    """Both carry traffic."""
    world.aws.weights = {Color.BLUE: 90, Color.GREEN: 10}
    assert "neither color is idle" in refused(scope)


@pytest.mark.parametrize("scope", ALL)
def test_whoever_serves_alone_has_to_be_well(scope: str, world: World, refused: Callable[..., str]) -> None:
    """Nobody else is there meanwhile."""
    world.aws.release(Color.BLUE, "1.0.0", healthy=1, others=("unhealthy",))
    assert "blue carries the traffic, and is not ready: 1 of 2 healthy" in refused(scope)


@pytest.mark.parametrize(("stack", "scope"), [("green", ""), ("blue", "--both"), ("router", "--switch")])
def test_somebody_elses_lock_is_named(
    stack: str, scope: str, world: World, refused: Callable[..., str], tmp_path: Path
) -> None:
    """On each stack that would be updated."""
    lock = tmp_path / f".pulumi/locks/organization/bluegreen/{stack}/1.json"
    lock.parent.mkdir(parents=True)
    held = {"pid": 7, "username": "ada", "hostname": "laptop", "timestamp": "2026-01-01T12:00:00Z"}
    lock.write_text(json.dumps(held))
    world.engine.address = f"file://{tmp_path}"
    assert f"{stack} is being updated by ada@laptop" in refused(scope)


@pytest.mark.parametrize("scope", ["--switch", "--both"])
def test_two_releases_are_no_drill(scope: str, world: World, refused: Callable[..., str]) -> None:
    """A switch between them is a release; the way to equal ones is named."""
    world.runs(Color.GREEN, "1.1.0")
    said = refused(scope)
    assert f"green runs 1.1.0 and blue 1.0.0, so that {scope} would be a release" in said
    assert "bluegreen sync" in said


@pytest.mark.timeout(60)
def test_a_soak_that_the_switch_would_begin_is_foreseen(world: World, refused: Callable[..., str]) -> None:
    """Else both colors could not be drilled, which would be found out half-way, where the drill waits for the soak."""
    world.runs(Color.GREEN, "1.1.0")
    said = refused("--both", "--any-release")
    assert "after the switch blue must stay for" in said
    assert "it is the way back from green (1.1.0)" in said


def test_a_long_drain_is_foreseen(world: World, refused: Callable[..., str]) -> None:
    """Clients with cookies come back for longer than anybody waits."""
    world.engine.router["drain_seconds"] = 3600
    assert "clients that it answered before the switch may come back" in refused("--both")


@pytest.mark.parametrize("scope", ["--switch", "--both"])
def test_what_waits_in_the_routers_file_is_applied_first(scope: str, world: World, refused: Callable[..., str]) -> None:
    """Else it would be found out with a color destroyed; exit code 7."""
    group = outcome("aws:lb/targetGroup:TargetGroup", "green", {"id": "x"}, {"id": "x"}, "tags")
    world.engine.events["preview router"] = [group]
    assert "router has changes waiting: update aws:lb/targetGroup" in refused(scope, code=Code.CHANGES)


def test_a_rebuild_makes_what_was_there(world: World, refused: Callable[..., str]) -> None:
    """What the file declares beyond that is a release of its own, or no instances."""
    world.engine.settings["green"]["bluegreen:release"] = "3.0.0"
    assert "green runs 1.0.0, and its file declares 3.0.0" in refused()
    world.engine.settings["green"] |= {"bluegreen:release": "1.0.0", "bluegreen:parked": "true"}
    assert "green is parked" in refused()


def test_what_no_rebuild_cures_is_told_before_it(world: World, refused: Callable[..., str]) -> None:
    """A release that was marked bad could not be proven ready."""
    world.aws.put(NAMES.active, ActiveRecord(Color.BLUE, "1.0.0", bad=("green@1.0.0",)).to_json())
    assert "green@1.0.0 was rolled back and marked bad" in refused()


def test_a_probe_that_fails_before_it_proves_nothing(world: World, refused: Callable[..., str]) -> None:
    """Of what the drill does."""
    with serve(green(status=503)) as site:
        world.engine.router["url"] = site.url
        assert "gives clients no good answer from here: status 503" in refused()


def test_without_a_stack_there_is_no_drill(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 6, with the command that makes one."""
    del world.engine.settings["green"]
    assert app.run(["drill", "--yes"]) == Code.NO_STACK
    assert "pulumi stack init green" in capsys.readouterr().err
    assert world.changing == []


def test_a_report_that_could_not_be_kept_is_found_out_before(refused: Callable[..., str], tmp_path: Path) -> None:
    """And not after half an hour."""
    for option in ("--trend", "--junit"):
        assert "can't be written" in refused(option, str(tmp_path), code=Code.CONFIG)
        assert "can't be written" in refused(option, str(tmp_path / "none" / "file"), code=Code.CONFIG)


def test_without_an_answer_nothing_is_done(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """The plan is told before anybody is asked."""
    assert app.run(["drill", "--both"]) == Code.CONFIG
    said = capsys.readouterr()
    assert "destroy and rebuild green (1.0.0), then prove it equal and ready" in said.out
    assert "then the same with blue (1.0.0)" in said.out
    assert "again with --yes" in said.err
    assert world.changing == []
