"""A release from its preparation to the next one, and releases that do harm: by `bluegreen` alone, under load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from demo.load import Load
from local.workspace import Workspace
from tests.engine.bluegreen import Said, bluegreen
from tests.interrupt import wait_until
from tests.stage import Stage

if TYPE_CHECKING:
    from local.client import LocalAws

PERIOD = ("--metric-period", "1s")
"""What the local load balancer publishes each second, so that nobody waits a minute."""

RATE = 350.0
"""Requests a second: 2,000 of them until a step of 10 % was found out, also where that takes only six seconds."""

ANY_LATENCY = ("--max-latency-ratio", "10")
"""A check of five seconds beside other work may meet a hiccup of the machine."""

HEALTHY_RUNS, MANY_RUNS = 3, 20

ANSWERS = {"FAULT_LATENCY": "0.1"}
"""Slow enough for a ratio of times to mean something on any machine."""


@pytest.fixture(scope="module")
def deployed(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Nothing soaks, and metrics come each second."""
    workspace = Workspace(tmp_path_factory.mktemp("releases"), cloud.environment, "releases-")
    for color in ("blue", "green"):
        workspace.configure(color, app_env=ANSWERS)
    cloud.ask("settings", {"metric_period": 1})
    return Stage(cloud, workspace).deploy(soak=0)


@pytest.fixture
def released(deployed: Stage) -> Stage:
    """Blue carries the traffic."""
    stage = deployed
    if stage.weights()["blue"] != 100:
        _done(bluegreen(stage, "switch", "--to", "blue", "--yes"))
    return stage


def _done(said: Said, code: int = 0) -> Said:
    assert said.code == code, said.err + said.out
    return said


def _deploy(stage: Stage, release: str, color: str = "green", **faults: str) -> None:
    stage.workspace.configure(color, app_env={**ANSWERS, **faults})
    # Clients that it answered before the last switch may come back to it for some seconds.
    wait_until(lambda: stage.workspace.run("destroy", color, "--preview-only", "--run-program").code == 0)
    _done(bluegreen(stage, "deploy", release))


def _failed_elsewhere(load: Load, release: str) -> list[Any]:
    """What failed although RELEASE did not answer it."""
    return [result for result in load.results.all if result.failure and result.release != release]


@pytest.mark.timeout(600)
def test_seven_steps_by_seven_verbs(released: Stage) -> None:
    """Prepare, test, switch, monitor, rollback, idle, repeat: nobody but who met the bad release notices."""
    stage = released
    with Load(stage.url) as load:
        assert _done(bluegreen(stage, "status", "--json")).document["colors"]["green"]["role"] == "idle"
        _deploy(stage, "2.0.0", FAULT_ERROR_RATE="0.2")
        _done(bluegreen(stage, "check", "--seconds", "5s"), 4)
        _deploy(stage, "2.0.1")
        _done(bluegreen(stage, "check", "--seconds", "5s", *ANY_LATENCY))
        _done(bluegreen(stage, "switch", "--steps", "10,50,100", "--every", "3s", "--yes", *PERIOD))
        assert stage.weights() == {"blue": 0, "green": 100}
        _done(bluegreen(stage, "watch", "--for", "3s", *PERIOD))
        _done(bluegreen(stage, "rollback", "--unmarked", "--yes"))
        assert stage.weights() == {"blue": 100, "green": 0}
        wait_until(lambda: bluegreen(stage, "park").code == 0)
        assert stage.health("green") == []
        _done(bluegreen(stage, "unpark"))
        _deploy(stage, "2.0.2")
        _done(bluegreen(stage, "switch", "--bake", "3s", "--yes", *PERIOD))
        wait_until(lambda: bluegreen(stage, "sync").code == 0)
    assert load.summary()["failures"] == {}
    assert load.summary()["sent"] > 0
    assert stage.weights() == {"blue": 0, "green": 100}
    stage.assert_clean()


@pytest.mark.timeout(300)
def test_a_failing_release_is_taken_back_by_its_bake(released: Stage) -> None:
    """On its own, with the seconds that it took; what failed is what the release itself answered."""
    stage = released
    _deploy(stage, "3.0.0", FAULT_ERROR_RATE="0.2")
    with Load(stage.url) as load:
        said = _done(bluegreen(stage, "switch", "--bake", "60s", "--yes", *PERIOD), 4)
    assert stage.weights() == {"blue": 100, "green": 0}
    assert "green (3.0.0) was taken back" in said.out
    assert " s after its update began" in said.out
    assert "rolled back in " in said.out
    assert load.summary()["failures"]
    assert _failed_elsewhere(load, "3.0.0") == []
    stage.assert_clean("router")
    assert "3.0.0 was rolled back and marked bad" in bluegreen(stage, "switch", "--yes").err


@pytest.mark.timeout(300)
def test_a_failing_release_is_stopped_at_its_first_step(released: Stage) -> None:
    """Of at least 2,000 requests in the time of the step, at most 13 % met it."""
    stage = released
    _deploy(stage, "3.1.0", FAULT_ERROR_RATE="0.2")
    with Load(stage.url, RATE, slow=0) as load:
        said = _done(bluegreen(stage, "switch", "--steps", "10,50,100", "--yes", "--json", *PERIOD), 4)
    assert [step["share"] for step in said.document["steps"]] == [10]
    met = [result.start for result in load.results.all if result.release == "3.1.0"]
    during = [result for result in load.results.all if min(met) <= result.start <= max(met)]
    assert len(during) >= 2000
    assert len(met) / len(during) <= 0.13
    assert _failed_elsewhere(load, "3.1.0") == []
    assert stage.weights() == {"blue": 100, "green": 0}
    stage.assert_clean("router")


@pytest.mark.timeout(300)
def test_a_slow_release_is_taken_back(released: Stage) -> None:
    """It answers everything, and three times slower than the color before it, also where a busy machine slows that."""
    stage = released
    _deploy(stage, "4.0.0", FAULT_LATENCY="0.9")
    with Load(stage.url, slow=0) as load:
        wait_until(lambda: len(load.results.all) > 1000)
        said = _done(bluegreen(stage, "switch", "--bake", "60s", "--yes", *PERIOD), 4)
    assert "p99 was" in said.out, said.out
    assert load.summary()["failures"] == {}
    assert stage.weights() == {"blue": 100, "green": 0}


@pytest.mark.parametrize("runs", [HEALTHY_RUNS, pytest.param(MANY_RUNS, marks=pytest.mark.nightly)])
@pytest.mark.timeout(1800)
def test_a_healthy_release_stays(released: Stage, runs: int) -> None:
    """Under a load that comes in gusts, with slow requests among the others and some that fail on either color."""
    stage = released
    number = f"5.{runs}"
    for color in ("green", "blue"):
        _deploy(stage, f"{number}.{color}", color, FAULT_ERROR_RATE="0.02")
        _done(bluegreen(stage, "switch", "--to", color, "--yes"))
    with Load(stage.url, 60.0):
        for run in range(runs):
            color = ("green", "blue")[run % 2]
            with Load(stage.url, 20.0 + 20.0 * (run % 4), slow=4, slow_seconds=0.5):
                _done(bluegreen(stage, "switch", "--to", color, "--bake", "10s", "--yes", *PERIOD))
            assert stage.weights()[color] == 100


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_metrics_of_a_whole_minute_are_enough(released: Stage) -> None:
    """As CloudWatch has them: no probe meets the errors, and the step is not over before they are told."""
    stage = released
    stage.cloud.ask("settings", {"metric_period": 60})
    stage.workspace.configure("router", verify_path="/health")
    stage.workspace.up("router").check()
    _deploy(stage, "6.0.0", FAULT_ERROR_RATE="0.2")
    with Load(stage.url):
        said = _done(bluegreen(stage, "switch", "--to", "green", "--steps", "10,100", "--every", "10s", "--yes"), 4)
    stage.cloud.ask("settings", {"metric_period": 1})
    assert "requests failed" in said.out
    assert stage.weights() == {"blue": 100, "green": 0}
