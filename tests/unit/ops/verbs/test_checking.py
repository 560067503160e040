"""`bluegreen check` as a whole command line: the verdict, what it rests on, and that nothing is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.color import Color
from components.records.intent import Intent
from ops import app
from ops.problem import Code
from tests.unit.components.fake_aws import NAMES, TARGET_GROUPS
from tests.unit.components.web import Asked, Reply, Site, closed, named, serve_each
from tests.unit.ops.verbs.checking_scene import FAULTY, asked, check, outcomes, reason, route

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

pytestmark = pytest.mark.usefixtures("project")


def test_a_good_color_passes_and_nothing_is_written(
    aws: FakeAws, engine: FakeEngine, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both colors get the same load through the preview route; clients' own route gets none."""
    document = check(capsys, Code.OK)
    assert (document["verdict"], document["color"], document["release"]) == ("passed", "green", "1.1.0")
    assert outcomes(document) == {
        "health": "passed",
        "smoke": "passed",
        "command": "skipped",
        "errors": "passed",
        "latency": "skipped",
    }
    for side, color in (("idle", "green"), ("active", "blue")):
        assert (document[side]["color"], document[side]["role"]) == (color, side)
        assert (document[side]["numbers"]["requests"], document[side]["numbers"]["failed"]) == (20, 0)
    # One more each found out whether the route leads there.
    assert asked(site) == {"green": 21, "blue": 21}
    assert asked(site, "/ready") == {"green": 1}
    assert aws.writes == []
    assert not any(command.startswith(("config", "preview", "up")) for command in engine.asked)


def test_a_release_that_fails_requests_does_not_pass(
    aws: FakeAws, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless that many failures are accepted; the color beside it is not blamed for them."""
    FAULTY["green/"] = 500
    document = check(capsys, Code.RESOURCE)
    assert outcomes(document)["errors"] == "failed"
    assert "status 500" in reason(document, "errors")
    assert document["active"]["numbers"]["failed"] == 0
    assert check(capsys, Code.OK, "--max-error-rate", "100%")["verdict"] == "passed"
    assert site.asked
    assert aws.writes == []


@pytest.mark.usefixtures("site")
def test_what_the_active_color_fails_does_not_stand_against_the_idle_one(
    aws: FakeAws, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is shown, and that is all."""
    FAULTY["blue/"] = 500
    document = check(capsys, Code.OK)
    assert document["active"]["numbers"]["failed"] > 0
    assert aws.writes == []


def test_what_the_gate_would_refuse_fails_in_its_words(
    aws: FakeAws, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """And gets no request at all."""
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    document = check(capsys, Code.RESOURCE)
    assert outcomes(document) == {
        "health": "failed",
        "smoke": "skipped",
        "command": "skipped",
        "errors": "skipped",
        "latency": "skipped",
    }
    assert "green: 0 of 0 healthy: it has no targets" in reason(document, "health")
    assert (document["load"], document["idle"]["numbers"]) == (None, None)
    assert site.asked == []


@pytest.mark.usefixtures("site")
def test_a_deployment_under_way_fails(aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """As at the gate."""
    aws.put(NAMES.intents[Color.GREEN], Intent("you@laptop", "release 2", "x", 4e9).to_json())
    assert "is under way" in reason(check(capsys, Code.RESOURCE), "health")


@pytest.mark.usefixtures("aws")
def test_a_smoke_path_that_fails_spares_the_load(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Its answer is the reason."""
    FAULTY["green/ready"] = 503
    document = check(capsys, Code.RESOURCE)
    assert reason(document, "smoke") == "/ready answered 503"
    assert reason(document, "errors") == "smoke failed"
    assert asked(site) == {}


@pytest.mark.usefixtures("aws")
def test_a_machine_that_the_preview_route_does_not_let_in_sends_no_load(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """The active color answers it: that is said, with what to do; the load would have been clients' burden."""
    with serve_each(lambda _count, _asked: named("blue", "1.0.0")) as site:
        engine.router["url"] = site.url
        assert "preview_sources[0]" in reason(check(capsys, Code.RESOURCE), "smoke")
        engine.settings["router"]["bluegreen:smoke_paths"] = []
        site.asked.clear()
        document = check(capsys, Code.RESOURCE)
        assert "/ was answered by blue: the preview route does not let" in reason(document, "errors")
        assert len(site.asked) == 1


@pytest.mark.usefixtures("aws")
def test_answers_that_name_no_color_prove_no_route(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Blue would be compared with itself; a smoke path that named it is enough."""

    def only_ready(_count: int, asked: Asked) -> Reply:
        return route(1, asked) if asked.path == "/ready" else (200, {})

    with serve_each(only_ready) as site:
        engine.router["url"] = site.url
        assert check(capsys, Code.OK)["idle"]["numbers"]["requests"] == 20
        engine.settings["router"]["bluegreen:smoke_paths"] = []
        assert "nobody can tell by which color" in reason(check(capsys, Code.RESOURCE), "errors")


@pytest.mark.usefixtures("site")
def test_without_an_active_color_to_ask_the_comparison_is_skipped(
    aws: FakeAws, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which says so, and does not stand against the idle one."""
    aws.targets[TARGET_GROUPS[Color.BLUE]] = {}
    document = check(capsys, Code.OK)
    assert reason(document, "latency") == "blue can't be compared with: it has no targets"
    assert document["active"]["numbers"] is None


@pytest.mark.usefixtures("aws")
def test_nobody_there_fails(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """With where it asked."""
    engine.router["url"] = url = closed()
    assert f"could not be asked at {url}" in reason(check(capsys, Code.RESOURCE), "smoke")


@pytest.mark.usefixtures("site")
def test_a_canary_is_what_is_checked_while_it_runs(
    aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """By default the color with the least traffic; the other only when it is named."""
    aws.weights = {Color.BLUE: 90, Color.GREEN: 10}
    engine.router["weights"] = {"blue": 90, "green": 10}
    engine.settings["router"]["bluegreen:canary"] = "green@10"
    document = check(capsys, Code.OK)
    assert (document["idle"]["color"], document["idle"]["role"]) == ("green", "canary")
    assert check(capsys, Code.OK, "--color", "blue")["color"] == "blue"


def test_a_color_with_all_the_traffic_is_not_checked(
    aws: FakeAws, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is nothing left to decide; the other one is named."""
    assert app.run(["check", "--color", "blue"]) == Code.RESOURCE
    assert "bluegreen check --color green" in capsys.readouterr().err
    assert site.asked == []
    assert aws.writes == []


@pytest.mark.usefixtures("aws")
def test_what_is_accepted_by_name_is_not_asked(
    engine: FakeEngine, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """As at the gate, unless a command is named for this run."""
    engine.settings["router"] |= {"bluegreen:skip_smoke": "green@1.1.0", "bluegreen:gate_command": "exit 1"}
    document = check(capsys, Code.OK)
    assert reason(document, "smoke") == reason(document, "command") == "skip_smoke: green@1.1.0"
    assert asked(site, "/ready") == {}
    assert outcomes(check(capsys, Code.RESOURCE, "--command", "exit 1"))["command"] == "failed"
