"""`bluegreen plan` as whole command lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from components.color import Color
from components.records.active_record import ActiveRecord
from ops import app
from ops.problem import Code
from tests.unit.components.fake_aws import NAMES, TARGET_GROUPS
from tests.unit.ops.fake_engine import failure
from tests.unit.ops.plan.scene import listener, record, release, switch

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

SCHEMA: dict[str, Any] = json.loads((Path(app.__file__).parent.parent / "docs" / "plan.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

REFUSED = "refused, nothing was changed: this would replace its fleet, and blue carries traffic (weight 100)"

pytestmark = pytest.mark.usefixtures("project")


def _plan(capsys: pytest.CaptureFixture[str], *words: str, code: Code = Code.OK) -> Any:
    assert app.run(["plan", "--json", *words]) == code
    document = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(document)
    return document


def _switching(engine: FakeEngine) -> None:
    engine.settings["router"]["bluegreen:active_color"] = "green"
    engine.events["preview router"] = switch()


@pytest.mark.usefixtures("aws")
def test_nothing_changes(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """All three are previewed, nothing else is asked of the engine that could change anything."""
    document = _plan(capsys, "--fail-on", "idle")
    assert (document["sentence"], document["level"]) == ("Nothing changes", "none")
    asked = sorted(each for each in engine.asked if " " in each)
    assert asked == [f"preview --stack {stack}" for stack in ("blue", "green", "router")]


@pytest.mark.usefixtures("aws")
def test_a_switch_that_nobody_declared(engine: FakeEngine, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The router's file says so for as long as it is previewed, and then what it said before."""
    file = project / "Pulumi.router.yaml"
    before = file.read_text()
    engine.events["preview router"] = switch()
    document = _plan(capsys, "--to", "green")
    assert document["sentence"] == "Moves 100 % of traffic from blue (1.0.0) to green (1.1.0)"
    assert [command for command in engine.asked if command.split()[0] in {"config", "up"}] == [
        "config set-all --plaintext bluegreen:active_color=green --stack router",
        "config rm-all bluegreen:canary --stack router",
    ]
    assert file.read_text() == before


@pytest.mark.usefixtures("aws")
def test_a_switch(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """From where to where, who stands how, and that the way back is open."""
    _switching(engine)
    document = _plan(capsys, "--fail-on", "traffic", code=Code.CHANGES)
    assert document["sentence"] == "Moves 100 % of traffic from blue (1.0.0) to green (1.1.0)"
    assert document["level"] == "traffic"
    assert document["colors"]["green"]["role"] == {"before": "idle", "after": "active"}
    assert document["colors"]["green"]["weight"] == {"live": 0, "declared_now": 0, "declared_then": 100}
    assert document["rollback"]["to"] is None


def test_the_way_back_after_a_switch(engine: FakeEngine, aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """Is the color before it, which is looked at now."""
    aws.put(NAMES.active, ActiveRecord(Color.BLUE, "1.0.0").to_json())
    _switching(engine)
    rollback = _plan(capsys)["rollback"]
    assert (rollback["to"], rollback["release"], rollback["possible"]) == ("blue", "1.0.0", True)
    assert rollback["healthy"] == 2


@pytest.mark.usefixtures("aws")
def test_a_release_to_the_idle_color(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Touches no traffic."""
    engine.settings["green"]["bluegreen:release"] = "1.2.0"
    engine.events["preview green"] = release("green")
    document = _plan(capsys, "--fail-on", "traffic")
    assert document["sentence"] == "Deploys 1.2.0 to green (idle): no live traffic is touched"
    assert document["level"] == "idle"


@pytest.mark.usefixtures("aws")
def test_a_change_of_the_live_color_is_level_live(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Where its guard lets it pass."""
    engine.events["preview blue"] = release("blue")
    document = _plan(capsys, "--fail-on", "live", code=Code.CHANGES)
    assert (document["level"], document["sentence"]) == ("live", "Changes blue, which gets live traffic")


@pytest.mark.usefixtures("aws")
def test_what_the_guard_refuses_is_level_refused(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """In its own words, and what it would run then is not said to run."""
    engine.settings["blue"]["bluegreen:release"] = "1.2.0"
    engine.events["preview blue"] = [failure(REFUSED)]
    document = _plan(capsys, "--fail-on", "refused", code=Code.CHANGES)
    assert document["level"] == "refused"
    assert document["sentence"].startswith("Would be refused: blue: this would replace its fleet")
    assert document["colors"]["blue"]["release"] == {"before": "1.0.0", "after": "1.0.0"}


def test_what_the_gate_refuses_is_level_refused(
    engine: FakeEngine, aws: FakeAws, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the gate's own rule, asked now."""
    aws.targets[TARGET_GROUPS[Color.GREEN]] = {}
    _switching(engine)
    document = _plan(capsys)
    assert document["level"] == "refused"
    assert document["sentence"] == "Would be refused: green: 0 of 0 healthy: it has no targets"
    assert document["gate"]["passes"] is False


def test_live_drift_is_said_first(engine: FakeEngine, aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the refusal that follows from it."""
    aws.weights = {Color.BLUE: 50, Color.GREEN: 50}
    _switching(engine)
    document = _plan(capsys)
    assert document["drift"]
    assert document["sentence"].startswith("Live traffic is 50/50 and not 100/0 (blue/green), as the state holds; ")
    assert "would be refused: the live weights are not those" in document["sentence"]


@pytest.mark.usefixtures("engine")
def test_live_drift_alone_makes_the_next_update_fail(aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """It ends with a look at what is live, whatever else it does."""
    aws.weights = {Color.BLUE: 50, Color.GREEN: 50}
    document = _plan(capsys, "--fail-on", "refused", code=Code.CHANGES)
    assert document["level"] == "refused"
    said = "Live traffic is 50/50 and not 100/0 (blue/green), as the state holds, so that an update of the router would"
    assert document["sentence"] == f"{said} fail; nothing changes"


@pytest.mark.usefixtures("aws")
def test_more_than_weights_is_level_router(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where the weights move with it."""
    _switching(engine)
    engine.events["preview router"] = [listener((100, 0), (0, 100), port=81), record()]
    document = _plan(capsys)
    assert document["level"] == "router"
    assert document["sentence"].endswith("; changes the router beside its weights")


@pytest.mark.usefixtures("aws")
def test_a_router_that_was_never_deployed(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Is a plan, not an error."""
    engine.router.clear()
    del engine.settings["green"]
    document = _plan(capsys)
    assert document["sentence"].startswith("Deploys the router for the first time, where blue gets 100 %")
    assert not document["colors"]["green"]["planned"]


@pytest.mark.usefixtures("aws")
def test_the_terminal_and_markdown_say_the_same(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence first."""
    _switching(engine)
    assert app.run(["plan"]) == Code.OK
    table = capsys.readouterr().out
    assert app.run(["plan", "--markdown"]) == Code.OK
    page = capsys.readouterr().out
    assert table.startswith("Moves 100 % of traffic from blue (1.0.0) to green (1.1.0)\n")
    assert page.startswith("**Moves 100 % of traffic from blue (1.0.0) to green (1.1.0)**\n")
    assert "\x1b" not in table
    for words in ("gate: passes now", "cost, an estimate: "):
        assert words in table
        assert words in page


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("words", [("--markdown", "--json"), ("--fail-on", "much"), ("--prices", "nowhere.json")])
def test_options_that_make_no_sense(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """Are told before anything is asked."""
    assert app.run(["plan", *words]) == Code.CONFIG
    assert "\n  next: " in capsys.readouterr().err


@pytest.mark.parametrize("broken", [{"level": "much"}, {"gate": {}}, {"drift": None}, {"version": 2}])
@pytest.mark.usefixtures("aws")
def test_the_schema_refuses_what_is_wrong(broken: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """One that takes everything promises nothing."""
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(_plan(capsys) | broken)
