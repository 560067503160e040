"""`bluegreen switch` and `rollback` as whole command lines: what is declared, what is run, what is taken back."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from components.color import Color
from components.records.active_record import ActiveRecord
from components.records.release_record import ReleaseRecord
from ops import app
from ops.interrupts import SIGNALS
from ops.problem import Code
from tests.unit.components.fake_aws import NAMES
from tests.unit.ops.fake_engine import failure, outcome

if TYPE_CHECKING:
    import signal

    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

pytestmark = pytest.mark.usefixtures("project")

GREEN = {Color.BLUE: 0, Color.GREEN: 100}


def _name(aws: FakeAws, record: ActiveRecord) -> None:
    aws.put(NAMES.active, record.to_json(), datetime.now(UTC))


@pytest.fixture
def after_a_switch(aws: FakeAws, engine: FakeEngine) -> FakeAws:
    """Green is live since a moment, and blue the way back."""
    aws.weights = dict(GREEN)
    engine.router["weights"] = {"blue": 0, "green": 100}
    engine.settings["router"] |= {"bluegreen:active_color": "green", "bluegreen:canary": "blue@10"}
    _name(aws, ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True))
    return aws


def test_a_switch_declares_previews_and_updates_the_router_alone(
    aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """In that order, the canary taken away; what it did is a document for a script."""
    engine.update = lambda: aws.weights.update(GREEN)
    assert app.run(["switch", "--yes", "--json"]) == Code.OK
    changing = [command for command in engine.asked if command.split()[0] in {"config", "preview", "up"}]
    assert changing == [
        "config set-all --plaintext bluegreen:active_color=green --stack router",
        "config rm-all bluegreen:canary --stack router",
        "preview --stack router",
        "up --yes --skip-preview --stack router",
    ]
    document = json.loads(capsys.readouterr().out)
    assert (document["from"], document["to"]) == ("blue (1.0.0)", "green (1.1.0)")
    assert document["weights"] == {"blue": 0, "green": 100}


def test_the_plan_is_told_before_anybody_is_asked(
    aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """From, to, weights, readiness, and what will change; without an answer the file is as it was."""
    before = engine.file("router").read_text()
    assert app.run(["switch"]) == Code.CONFIG
    said = capsys.readouterr()
    assert "all traffic to green (1.1.0), away from blue (1.0.0)" in said.out
    assert "weights: 100/0 now, 0/100 after" in said.out
    assert "green: 2 of 2 healthy" in said.out
    assert "again with --yes" in said.err
    assert engine.file("router").read_text() == before
    assert aws.writes == []


def test_what_the_gate_would_refuse_is_not_even_declared(
    aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the gate's own words."""
    aws.release(Color.GREEN, "1.1.0", healthy=1)
    assert app.run(["switch", "--yes"]) == Code.RESOURCE
    assert "refused, nothing was changed: green: 1 healthy, and 2 are needed" in capsys.readouterr().err
    assert not any(command.startswith(("config", "up")) for command in engine.asked)


def test_a_parked_color_is_unparked_first(
    after_a_switch: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever needs it back is told the command, and how long it takes."""
    record = ReleaseRecord.from_json(after_a_switch.parameters[NAMES.releases[Color.BLUE]][0])
    after_a_switch.put(NAMES.releases[Color.BLUE], replace(record, parked=True).to_json())
    after_a_switch.targets["arn:blue"] = {}
    assert app.run(["rollback", "--yes"]) == Code.RESOURCE
    said = capsys.readouterr().err
    assert "refused, nothing was changed: blue is parked, and unparking takes about " in said
    assert "next: bluegreen unpark --color blue --router router, then again" in said
    assert not any(command.startswith(("config", "up")) for command in engine.asked)


@pytest.mark.usefixtures("aws")
def test_more_than_a_switch_is_no_switch(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever else waits in the router's file is applied by itself first; exit code 7."""
    before = engine.file("router").read_text()
    group = outcome("aws:lb/targetGroup:TargetGroup", "green", {"id": "x"}, {"id": "x"}, "tags")
    engine.events["preview router"] = [outcome("aws:lb/listener:Listener", "router", {}, {}, "tags"), group]
    assert app.run(["switch", "--yes"]) == Code.CHANGES
    assert "changes waiting that are no switch: update aws:lb/targetGroup:TargetGroup green" in capsys.readouterr().err
    assert engine.file("router").read_text() == before
    assert not any(command.startswith("up") for command in engine.asked)


@pytest.mark.usefixtures("aws")
def test_a_refused_update_leaves_nothing_declared(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Traffic did not move, so the file must not say that it did."""
    before = engine.file("router").read_text()
    engine.events["up router"] = [failure('before hook "router-gate" failed: refused, nothing was changed: so')]
    assert app.run(["switch", "--yes"]) == Code.RESOURCE
    said = capsys.readouterr().err
    assert "traffic and Pulumi.router.yaml are as they were" in said
    assert "error: router: refused, nothing was changed: so" in said
    assert engine.file("router").read_text() == before


def test_what_is_live_stays_declared(aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """A switch that was written but not verified: taking the file back would declare the opposite of what is live."""
    engine.events["up router"] = [failure('after hook "router-verify" failed: written but not verified')]
    engine.update = lambda: aws.weights.update(GREEN)
    assert app.run(["switch", "--yes"]) == Code.RESOURCE
    assert "live is 0/100 (blue/green), and Pulumi.router.yaml declares 0/100" in capsys.readouterr().err
    assert engine.settings["router"]["bluegreen:active_color"] == "green"
    assert "green" in engine.file("router").read_text()


@pytest.mark.usefixtures("aws")
def test_an_update_that_moved_nothing_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    """What counts is what is live afterwards, whatever the engine says; exit code 7."""
    assert app.run(["switch", "--yes"]) == Code.CHANGES
    assert "the update ended, but live is 100/0, and 0/100 is declared" in capsys.readouterr().err


def test_traffic_that_was_moved_by_hand_is_refreshed_first(
    aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else the engine would compare with what it remembers."""
    _name(aws, ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0"))
    aws.weights = {Color.BLUE: 30, Color.GREEN: 70}
    engine.update = lambda: aws.weights.update(GREEN)
    assert app.run(["switch", "--to", "green", "--yes"]) == Code.OK
    assert "somebody moved traffic by hand" in capsys.readouterr().out
    assert [command for command in engine.asked if "--refresh" in command] == [
        "preview --refresh --stack router",
        "up --yes --skip-preview --refresh --stack router",
    ]


def test_there_is_nothing_to_do_twice(after_a_switch: FakeAws, engine: FakeEngine) -> None:
    """Where traffic, records and file agree already."""
    engine.settings["router"].pop("bluegreen:canary")
    assert app.run(["switch", "--to", "green", "--yes"]) == Code.OK
    assert after_a_switch.writes == []
    assert not any(command.startswith(("config", "up")) for command in engine.asked)


def test_a_rollback_goes_back_and_marks_what_it_leaves(
    after_a_switch: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a preview, which would hold up who is in need."""
    engine.update = lambda: after_a_switch.weights.update({Color.BLUE: 100, Color.GREEN: 0})
    assert app.run(["rollback", "--yes"]) == Code.OK
    settings = engine.settings["router"]
    assert settings["bluegreen:active_color"] == "blue"
    assert settings["bluegreen:bad_release"] == "green@1.1.0"
    assert "bluegreen:canary" not in settings
    assert not any(command.startswith("preview") for command in engine.asked)
    assert "git commit Pulumi.router.yaml" in capsys.readouterr().out


def test_a_rollback_may_leave_a_release_unmarked(after_a_switch: FakeAws, engine: FakeEngine) -> None:
    """As in a drill."""
    engine.update = lambda: after_a_switch.weights.update({Color.BLUE: 100, Color.GREEN: 0})
    assert app.run(["rollback", "--yes", "--unmarked"]) == Code.OK
    assert "bluegreen:bad_release" not in engine.settings["router"]


def test_a_canary_is_rolled_back_to_the_color_beside_it(aws: FakeAws, engine: FakeEngine) -> None:
    """And what it showed is marked."""
    aws.weights = {Color.BLUE: 90, Color.GREEN: 10}
    engine.router["weights"] = {"blue": 90, "green": 10}
    engine.settings["router"]["bluegreen:canary"] = "green@10"
    _name(aws, ActiveRecord(Color.BLUE, "1.0.0"))
    engine.update = lambda: aws.weights.update({Color.BLUE: 100, Color.GREEN: 0})
    assert app.run(["rollback", "--yes"]) == Code.OK
    assert engine.settings["router"]["bluegreen:bad_release"] == "green@1.1.0"
    assert engine.settings["router"]["bluegreen:active_color"] == "blue"


def test_before_any_switch_there_is_no_rollback(
    aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """A first deployment has nothing behind it."""
    _name(aws, ActiveRecord(Color.BLUE, "1.0.0"))
    assert app.run(["rollback", "--yes"]) == Code.RESOURCE
    assert "no switch was made yet" in capsys.readouterr().err
    assert not any(command.startswith("config") for command in engine.asked)


def test_a_result_that_can_not_be_read_is_a_problem(
    aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """The update ended well, and AWS then does not say what is live: never a traceback."""
    engine.update = lambda: aws.refuse("DescribeListeners")
    assert app.run(["switch", "--yes"]) == Code.RESOURCE
    said = capsys.readouterr().err
    assert "what is live can't be read; Pulumi.router.yaml says 0/100" in said
    assert "elasticloadbalancing:DescribeListeners" in said


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("number", SIGNALS)
def test_an_interrupt_before_the_update_leaves_nothing_declared(
    number: signal.Signals, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether a person, a canceled job or a closed terminal: exit code 8."""
    before = engine.file("router").read_text()
    monkeypatch.setattr("ops.move.Move.preview", lambda _move: os.kill(os.getpid(), number))
    assert app.run(["switch", "--yes"]) == Code.CANCELLED
    assert "interrupted: traffic and Pulumi.router.yaml are as they were" in capsys.readouterr().err
    assert engine.file("router").read_text() == before
    assert not any(command.startswith("up") for command in engine.asked)


UNFINISHED = {"event": "not verified", "weights": {"blue": 0, "green": 100}}


@pytest.mark.parametrize("before", [None, Color.GREEN])
def test_a_switch_that_was_not_verified_is_rolled_back(aws: FakeAws, engine: FakeEngine, before: Color | None) -> None:
    """The record still names the color that the traffic left: that is the way back, and what is live is marked."""
    _name(aws, ActiveRecord(Color.BLUE, "1.0.0", before, "1.1.0" if before else None))
    aws.weights = dict(GREEN)
    aws.log.append(json.dumps(UNFINISHED))
    engine.update = lambda: aws.weights.update({Color.BLUE: 100, Color.GREEN: 0})
    assert app.run(["rollback", "--yes"]) == Code.OK
    assert engine.settings["router"]["bluegreen:active_color"] == "blue"
    assert engine.settings["router"]["bluegreen:bad_release"] == "green@1.1.0"


def test_a_rescue_by_hand_is_kept(aws: FakeAws, engine: FakeEngine) -> None:
    """Whoever moved all traffic away from the color on record made the rollback already; the file follows."""
    _name(aws, ActiveRecord(Color.BLUE, "1.0.0", Color.GREEN, "1.1.0", soak=True))
    aws.weights = dict(GREEN)
    assert app.run(["rollback", "--yes"]) == Code.OK
    assert engine.settings["router"]["bluegreen:active_color"] == "green"
    assert "bluegreen:bad_release" not in engine.settings["router"]


def test_half_a_rescue_by_hand_is_completed(after_a_switch: FakeAws, engine: FakeEngine) -> None:
    """Green fails, and somebody gave blue half of the traffic: the way back is blue all the same."""
    after_a_switch.weights = {Color.BLUE: 50, Color.GREEN: 50}
    engine.update = lambda: after_a_switch.weights.update({Color.BLUE: 100, Color.GREEN: 0})
    assert app.run(["rollback", "--yes"]) == Code.OK
    assert engine.settings["router"]["bluegreen:active_color"] == "blue"
    assert engine.settings["router"]["bluegreen:bad_release"] == "green@1.1.0"


def test_a_second_rollback_goes_nowhere(aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the first came from is no way back, marked or not."""
    _name(aws, ActiveRecord(Color.BLUE, "1.0.0", Color.GREEN, "1.1.0"))
    assert app.run(["rollback", "--yes"]) == Code.RESOURCE
    assert "the last switch was a rollback already" in capsys.readouterr().err
    assert not any(command.startswith("config") for command in engine.asked)


def test_a_color_that_got_another_release_is_no_way_back(aws: FakeAws, engine: FakeEngine) -> None:
    """Nobody has ever seen that one carry traffic."""
    _name(aws, ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "0.9.0", soak=True))
    aws.weights = dict(GREEN)
    engine.router["weights"] = {"blue": 0, "green": 100}
    assert app.run(["rollback", "--yes"]) == Code.RESOURCE


def test_a_drill_marks_nothing(aws: FakeAws, engine: FakeEngine) -> None:
    """What runs on both colors can't be the one that is bad."""
    aws.release(Color.GREEN, "1.0.0")
    _name(aws, ActiveRecord(Color.GREEN, "1.0.0", Color.BLUE, "1.0.0"))
    aws.weights = dict(GREEN)
    engine.router["weights"] = {"blue": 0, "green": 100}
    engine.update = lambda: aws.weights.update({Color.BLUE: 100, Color.GREEN: 0})
    assert app.run(["rollback", "--yes"]) == Code.OK
    assert "bluegreen:bad_release" not in engine.settings["router"]


def test_what_somebody_else_moved_is_not_declared_by_a_refused_switch(
    aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """The refusal names a refresh, which would then switch everything."""
    before = engine.file("router").read_text()
    engine.events["up router"] = [failure("refused, nothing was changed: the live weights are not those")]
    engine.update = lambda: aws.weights.update({Color.BLUE: 90, Color.GREEN: 10})
    assert app.run(["switch", "--yes"]) == Code.RESOURCE
    assert "somebody else moved traffic meanwhile: live is 90/10" in capsys.readouterr().err
    assert engine.file("router").read_text() == before
