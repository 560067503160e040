"""`bluegreen switch --declared` as whole command lines: what a merge said is made, or put back."""

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
from tests.unit.ops.fake_engine import failure
from tests.unit.ops.watching.fake_metrics import BAD, GOOD

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine
    from tests.unit.ops.watching.fake_metrics import FakeMetrics

pytestmark = pytest.mark.usefixtures("project")

BLUE, GREEN = {Color.BLUE: 100, Color.GREEN: 0}, {Color.BLUE: 0, Color.GREEN: 100}
CANARY = {Color.BLUE: 90, Color.GREEN: 10}
MERGED = ["switch", "--declared", "--yes"]


def _merge(engine: FakeEngine, active: str, canary: str | None = None) -> None:
    engine.settings["router"]["bluegreen:active_color"] = active
    if canary is not None:
        engine.settings["router"]["bluegreen:canary"] = canary


def _says(engine: FakeEngine) -> tuple[object, object]:
    settings = engine.settings["router"]
    return settings["bluegreen:active_color"], settings.get("bluegreen:canary")


@pytest.mark.parametrize("bake", [[], ["--bake", "15m"]])
def test_what_was_merged_is_made(following: FakeAws, engine: FakeEngine, bake: list[str]) -> None:
    """At once, or watched."""
    _merge(engine, "green")
    assert app.run([*MERGED, *bake]) == Code.OK
    assert following.weights == GREEN
    assert _says(engine) == ("green", None)


@pytest.mark.parametrize("bake", [[], ["--bake", "15m"]])
def test_a_canary_that_was_merged_is_no_switch(following: FakeAws, engine: FakeEngine, bake: list[str]) -> None:
    """It gets its share, and no more."""
    _merge(engine, "blue", "green@10")
    assert app.run([*MERGED, *bake]) == Code.OK
    assert following.weights == CANARY
    assert _says(engine) == ("blue", "green@10")


def test_a_canary_of_the_active_color_means_nothing(following: FakeAws, engine: FakeEngine) -> None:
    """As in the program itself."""
    _merge(engine, "green", "green@10")
    assert app.run(MERGED) == Code.OK
    assert following.weights == GREEN


def test_a_merge_that_moves_nothing_has_nothing_to_do(
    following: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file may have changed in another line."""
    assert app.run(["switch", "--yes"]) == Code.OK
    asked = len(engine.asked)
    assert app.run(MERGED) == Code.OK
    assert "nothing to do" in capsys.readouterr().err
    assert not any(command.startswith(("config", "up")) for command in engine.asked[asked:])
    assert following.weights == GREEN


def test_a_merge_that_does_harm_is_taken_back(following: FakeAws, engine: FakeEngine, metrics: FakeMetrics) -> None:
    """The file says so, and what was bad."""
    _merge(engine, "green")
    metrics.answers = [[BAD]]
    assert app.run([*MERGED, "--bake", "15m", "--json"]) == Code.RESOURCE
    assert following.weights == BLUE
    assert _says(engine) == ("blue", None)
    assert engine.settings["router"]["bluegreen:bad_release"] == "green@1.1.0"


def test_who_gains_is_watched(
    following: FakeAws, engine: FakeEngine, metrics: FakeMetrics, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the file names a canary that had all traffic until then."""
    assert app.run(["switch", "--yes"]) == Code.OK
    _merge(engine, "blue", "green@10")
    metrics.before, metrics.answers = (BAD,), [[GOOD]]
    assert app.run([*MERGED, "--bake", "15m"]) != Code.OK
    said = capsys.readouterr()
    assert "90 % of the traffic to blue (1.0.0), away from green (1.1.0)" in said.out
    assert "the listener and the active-color parameter, nothing else" in said.out
    assert "blue does harm" in said.err
    assert following.weights == CANARY


def test_a_release_that_was_not_merged_gets_no_traffic(
    following: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was deployed after the pull request of the one before had been opened; the file is put back."""
    following.release(Color.GREEN, "1.2.0")
    _merge(engine, "green")
    assert app.run(MERGED) == Code.RESOURCE
    assert "Pulumi.green.yaml says 1.1.0, and green runs 1.2.0, which was not merged" in capsys.readouterr().err
    assert following.weights == BLUE
    assert _says(engine) == ("blue", None)


def test_a_merge_that_the_gate_refuses_is_put_back(
    following: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else whoever updates from there next would make it."""
    following.release(Color.GREEN, "1.1.0", healthy=1)
    _merge(engine, "green", "blue@10")
    assert app.run(MERGED) == Code.RESOURCE
    said = capsys.readouterr().err
    assert "refused, nothing was changed: green: 1 healthy" in said
    assert "Pulumi.router.yaml says what AWS has: 100/0 (blue/green)" in said
    assert _says(engine) == ("blue", None)
    assert following.writes == []


def test_what_was_rolled_back_stays_marked(
    following: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also in the file of whoever merges it again, where nothing says so."""
    record = ActiveRecord(Color.BLUE, "1.0.0", Color.GREEN, "1.1.0", bad=("blue@0.9.0", "green@1.1.0"))
    following.put(NAMES.active, record.to_json(), datetime.now(UTC))
    _merge(engine, "green")
    assert app.run(MERGED) == Code.RESOURCE
    assert "1.1.0 was rolled back and marked bad" in capsys.readouterr().err
    assert _says(engine) == ("blue", None)
    assert engine.settings["router"]["bluegreen:bad_release"] == "green@1.1.0"
    assert following.weights == BLUE


def test_an_update_that_fails_is_put_back(following: FakeAws, engine: FakeEngine) -> None:
    """A canary that was live before stays declared."""
    following.weights = dict(CANARY)
    engine.router["weights"] = {"blue": 90, "green": 10}
    _merge(engine, "green")
    engine.events["up router"] = [failure('before hook "router-gate" failed: refused, nothing was changed: so')]
    engine.update = lambda: None
    assert app.run(MERGED) != Code.OK
    assert _says(engine) == ("blue", "green@10")
    assert following.weights == CANARY


def test_an_interrupt_is_put_back(following: FakeAws, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A canceled job leaves the file as a refused one does."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    _merge(engine, "green")
    monkeypatch.setattr("ops.verbs.switch.ask", interrupt)
    assert app.run(MERGED) == Code.CANCELLED
    assert _says(engine) == ("blue", None)
    assert following.weights == BLUE


def test_weights_that_no_settings_mean_stay_as_they_are(
    following: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody set them by hand."""
    following.weights = {Color.BLUE: 1, Color.GREEN: 2}
    following.release(Color.GREEN, "1.1.0", healthy=1)
    _merge(engine, "green")
    assert app.run(MERGED) == Code.RESOURCE
    assert "no settings mean 1/2 (blue/green)" in capsys.readouterr().err
    assert _says(engine) == ("green", None)


def test_two_colors_are_one_too_many(
    following: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is looked at, and nothing put back."""
    _merge(engine, "green")
    assert app.run([*MERGED, "--to", "blue"]) == Code.CONFIG
    assert "--declared and --to name two colors" in capsys.readouterr().err
    assert _says(engine) == ("green", None)
    assert following.weights == BLUE


def test_a_script_gets_its_document(following: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """As of any switch."""
    _merge(engine, "blue", "green@10")
    assert app.run([*MERGED, "--json"]) == Code.OK
    assert json.loads(capsys.readouterr().out)["weights"] == {"blue": 90, "green": 10}
    assert following.weights == CANARY
