"""`bluegreen switch --steps`, `--bake` and `watch` as whole command lines."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from components.color import Color
from ops import app
from ops.problem import Code
from ops.watching.metrics import Metrics
from tests.unit.ops.fake_engine import failure
from tests.unit.ops.watching.fake_metrics import BAD, GOOD, FakeMetrics

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

pytestmark = pytest.mark.usefixtures("project")

POINTS = Metrics.points
"""The real ones."""

STEPS = ["switch", "--steps", "10,50,100", "--yes"]


def _declared(engine: FakeEngine) -> list[str]:
    return [word for command in engine.asked if "set-all" in command for word in command.split() if "=" in word]


def test_the_traffic_moves_step_by_step(
    following: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is declared, previewed, made, read back and watched; the file says where it is at any moment."""
    assert app.run([*STEPS, "--json"]) == Code.OK
    assert _declared(engine) == [
        "bluegreen:active_color=blue",
        "bluegreen:canary=green@10",
        "bluegreen:active_color=blue",
        "bluegreen:canary=green@50",
        "bluegreen:active_color=green",
    ]
    assert sum(command.startswith("preview") for command in engine.asked) == 3
    document = json.loads(capsys.readouterr().out)
    assert [step["weights"]["green"] for step in document["steps"]] == [10, 50, 100]
    assert document["taken_back"] is None
    assert following.weights == {Color.BLUE: 0, Color.GREEN: 100}
    assert "bluegreen:canary" not in engine.settings["router"]


def test_a_step_that_does_harm_is_the_last(
    following: FakeAws, engine: FakeEngine, metrics: FakeMetrics, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is taken back at once and marked; exit code 4, and what it did is said."""
    metrics.answers = [[GOOD], [GOOD, BAD]]
    assert app.run(STEPS) == Code.RESOURCE
    said = capsys.readouterr().out
    assert "green (1.1.0) was taken back: 50 of 100 requests failed" in said
    assert "s after its update began" in said
    assert "git commit Pulumi.router.yaml -m 'All traffic to blue (1.0.0)'" in said
    assert following.weights == {Color.BLUE: 100, Color.GREEN: 0}
    assert engine.settings["router"]["bluegreen:bad_release"] == "green@1.1.0"
    assert "bluegreen:canary" not in engine.settings["router"]
    assert "bluegreen:active_color=green" not in _declared(engine)


def test_a_bake_takes_all_traffic_back(
    following: FakeAws, engine: FakeEngine, metrics: FakeMetrics, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also what was harmless at first."""
    metrics.answers = [[BAD]]
    assert app.run(["switch", "--bake", "15m", "--yes", "--json"]) == Code.RESOURCE
    document = json.loads(capsys.readouterr().out)
    assert [step["share"] for step in document["steps"]] == [100]
    assert document["taken_back"]["weights"] == {"blue": 100, "green": 0}
    assert "50 of 100 requests failed" in document["taken_back"]["reasons"][0]
    assert following.weights == {Color.BLUE: 100, Color.GREEN: 0}
    assert engine.settings["router"]["bluegreen:active_color"] == "blue"


def test_an_interrupted_switch_goes_on_from_where_it_is(following: FakeAws, engine: FakeEngine) -> None:
    """A step that was made is not made again."""
    following.weights = {Color.BLUE: 50, Color.GREEN: 50}
    engine.router["weights"] = {"blue": 50, "green": 50}
    engine.settings["router"]["bluegreen:canary"] = "green@50"
    assert app.run([*STEPS, "--to", "green"]) == Code.OK
    assert _declared(engine) == ["bluegreen:active_color=green"]


def test_ctrl_c_leaves_the_step_as_it_is(
    following: FakeAws, engine: FakeEngine, metrics: FakeMetrics, capsys: pytest.CaptureFixture[str]
) -> None:
    """File and traffic agree, and both ways on are named."""
    metrics.answers = [KeyboardInterrupt()]
    assert app.run(STEPS) == Code.CANCELLED
    said = capsys.readouterr().err
    assert "interrupted: traffic stays at 90/10 (blue/green), and Pulumi.router.yaml says so" in said
    assert "bluegreen switch --to green --router router; or back: bluegreen rollback --router router" in said
    assert following.weights == {Color.BLUE: 90, Color.GREEN: 10}
    assert engine.settings["router"]["bluegreen:canary"] == "green@10"


def test_a_step_that_is_refused_changes_nothing_more(
    following: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """The gate looks before each."""
    update = engine.update

    def once() -> None:
        update()
        following.release(Color.GREEN, "1.1.0", healthy=1)

    engine.update = once
    assert app.run(STEPS) == Code.RESOURCE
    assert "green: 1 healthy" in capsys.readouterr().err
    assert following.weights == {Color.BLUE: 90, Color.GREEN: 10}
    assert engine.settings["router"]["bluegreen:canary"] == "green@10"


def test_what_can_not_be_watched_is_not_begun(
    following: FakeAws, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the permission to read metrics no traffic moves."""
    monkeypatch.setattr(Metrics, "points", POINTS)
    following.refuse("GetMetricData")
    engine.router["listener_arn"] = "arn:aws:elasticloadbalancing:us-east-1:1:listener/app/shop/7/9"
    assert app.run(STEPS) == Code.RESOURCE
    assert "cloudwatch:GetMetricData" in capsys.readouterr().err
    assert _declared(engine) == []
    assert following.writes == []


def test_a_rollback_that_is_refused_is_told(
    following: FakeAws, engine: FakeEngine, metrics: FakeMetrics, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what was seen, and why it could not be done."""
    metrics.answers = [[BAD]]
    update = engine.update

    def then_refuse() -> None:
        update()
        engine.events["up router"] = [failure("refused, nothing was changed: blue is gone")]
        engine.update = lambda: None

    engine.update = then_refuse
    assert app.run(["switch", "--bake", "1m", "--yes"]) == Code.RESOURCE
    said = capsys.readouterr().err
    assert "green does harm, and could not be taken back: 50 of 100 requests failed" in said
    assert "blue is gone" in said
    assert following.weights == {Color.BLUE: 0, Color.GREEN: 100}


SWITCHED = {"event": "switched", "to": "green", "seconds": {"total": 2.0}, "weights": {"blue": 0, "green": 100}}


@pytest.fixture
def switched(following: FakeAws, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    """Green has all the traffic since a moment."""
    engine.settings["router"]["bluegreen:active_color"] = "green"
    engine.update()
    following.log.append(json.dumps({**SWITCHED, "time": datetime.now(UTC).timestamp()}))
    monkeypatch.setattr("ops.options.read_seconds", lambda option, _: 60 if "period" in option else 0)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    return following


def test_a_watch_of_a_good_color_changes_nothing(
    switched: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """And says what it saw."""
    assert app.run(["watch", "--for", "1s"]) == Code.OK
    said = capsys.readouterr().out
    assert "100 requests, 0 failed, p99 100 ms (blue before: 100 ms), 2 healthy" in said
    assert switched.weights[Color.GREEN] == 100
    assert _declared(engine) == []


def test_a_watch_rolls_back(switched: FakeAws, engine: FakeEngine, metrics: FakeMetrics) -> None:
    """As `bluegreen rollback` does."""
    metrics.answers = [[BAD]]
    assert app.run(["watch"]) == Code.RESOURCE
    assert switched.weights == {Color.BLUE: 100, Color.GREEN: 0}
    assert engine.settings["router"]["bluegreen:bad_release"] == "green@1.1.0"


def test_a_watch_may_only_tell(
    switched: FakeAws, engine: FakeEngine, metrics: FakeMetrics, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 4 all the same."""
    metrics.answers = [[BAD]]
    assert app.run(["watch", "--no-rollback"]) == Code.RESOURCE
    assert "too much: 50 of 100 requests failed" in capsys.readouterr().out
    assert switched.weights[Color.GREEN] == 100
    assert _declared(engine) == []


def test_a_watch_never_moves_to_what_is_no_way_back(
    switched: FakeAws, engine: FakeEngine, metrics: FakeMetrics, capsys: pytest.CaptureFixture[str]
) -> None:
    """Blue got another release meanwhile: nobody has ever seen that one carry traffic."""
    metrics.answers = [[BAD]]
    switched.release(Color.BLUE, "2.0.0")
    assert app.run(["watch"]) == Code.RESOURCE
    assert "blue is no way back" in capsys.readouterr().err
    assert switched.weights[Color.GREEN] == 100
    assert _declared(engine) == []


def test_a_period_that_cloudwatch_does_not_know_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is asked."""
    assert app.run(["watch", "--metric-period", "7s"]) == Code.CONFIG
    assert "1, 5, 10, 30 or a multiple of 60" in capsys.readouterr().err
