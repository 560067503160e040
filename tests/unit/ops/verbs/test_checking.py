"""`bluegreen check` as a whole command line: the verdict, what it rests on, and that nothing is changed."""

from __future__ import annotations

import json
import signal
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from components.color import Color
from components.records.intent import Intent
from ops import app
from ops.problem import Code
from tests.unit.components.fake_aws import NAMES, TARGET_GROUPS
from tests.unit.components.web import Asked, Reply, Site, closed, named, serve_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

pytestmark = pytest.mark.usefixtures("project")

SCHEMA: dict[str, Any] = json.loads((Path(app.__file__).parent.parent / "docs" / "check.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

QUICK = ("--requests", "20", "--rate", "200")
"""Too few for a verdict on latency, so that no machine is too slow for it."""

RELEASES = {"blue": "1.0.0", "green": "1.1.0"}

FAULTY: dict[str, int] = {}
"""Statuses by color and path, where it is not 200; each test sets its own."""


def _route(_count: int, asked: Asked) -> Reply:
    """A load balancer with a preview route before both colors."""
    color = asked.headers.get("x-bluegreen", "blue")
    return named(color, RELEASES[color], FAULTY.get(color + asked.path, 200))


@pytest.fixture
def site(engine: FakeEngine) -> Iterator[Site]:
    """Both colors behind their preview route."""
    FAULTY.clear()
    with serve_each(_route) as found:
        engine.router["url"] = found.url
        yield found


def _check(capsys: pytest.CaptureFixture[str], code: int, *words: str) -> dict[str, Any]:
    """The document of a check that ended with CODE."""
    assert app.run(["check", *QUICK, "--json", *words]) == code
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(document)
    return document


def _outcomes(document: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["outcome"] for each in document["checks"]}


def _reason(document: dict[str, Any], name: str) -> str:
    return next(each["reason"] for each in document["checks"] if each["name"] == name)


def _asked(site: Site, path: str = "/") -> Counter[str]:
    """How often each color was asked for PATH."""
    return Counter(asked.headers.get("x-bluegreen", "") for asked in site.asked if asked.path == path)


def test_the_schema_is_one() -> None:
    """Of the draft that it names."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_good_color_passes_and_nothing_is_written(
    aws: FakeAws, engine: FakeEngine, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both colors get the same load through the preview route; clients' own route gets none."""
    document = _check(capsys, Code.OK)
    assert (document["verdict"], document["color"], document["release"]) == ("passed", "green", "1.1.0")
    assert _outcomes(document) == {
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
    assert _asked(site) == {"green": 21, "blue": 21}
    assert _asked(site, "/ready") == {"green": 1}
    assert aws.writes == []
    assert not any(command.startswith(("config", "preview", "up")) for command in engine.asked)


def test_a_release_that_fails_requests_does_not_pass(
    aws: FakeAws, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless that many failures are accepted; the color beside it is not blamed for them."""
    FAULTY["green/"] = 500
    document = _check(capsys, Code.RESOURCE)
    assert _outcomes(document)["errors"] == "failed"
    assert "status 500" in _reason(document, "errors")
    assert document["active"]["numbers"]["failed"] == 0
    assert _check(capsys, Code.OK, "--max-error-rate", "100%")["verdict"] == "passed"
    assert site.asked
    assert aws.writes == []


@pytest.mark.usefixtures("site")
def test_what_the_active_color_fails_does_not_stand_against_the_idle_one(
    aws: FakeAws, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is shown, and that is all."""
    FAULTY["blue/"] = 500
    document = _check(capsys, Code.OK)
    assert document["active"]["numbers"]["failed"] > 0
    assert aws.writes == []


def test_what_the_gate_would_refuse_fails_in_its_words(
    aws: FakeAws, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """And gets no request at all."""
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    document = _check(capsys, Code.RESOURCE)
    assert _outcomes(document) == {
        "health": "failed",
        "smoke": "skipped",
        "command": "skipped",
        "errors": "skipped",
        "latency": "skipped",
    }
    assert "green: 0 of 0 healthy: it has no targets" in _reason(document, "health")
    assert (document["load"], document["idle"]["numbers"]) == (None, None)
    assert site.asked == []


@pytest.mark.usefixtures("site")
def test_a_deployment_under_way_fails(aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """As at the gate."""
    aws.put(NAMES.intents[Color.GREEN], Intent("you@laptop", "release 2", "x", 4e9).to_json())
    assert "is under way" in _reason(_check(capsys, Code.RESOURCE), "health")


@pytest.mark.usefixtures("aws")
def test_a_smoke_path_that_fails_spares_the_load(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Its answer is the reason."""
    FAULTY["green/ready"] = 503
    document = _check(capsys, Code.RESOURCE)
    assert _reason(document, "smoke") == "/ready answered 503"
    assert _reason(document, "errors") == "smoke failed"
    assert _asked(site) == {}


@pytest.mark.usefixtures("aws")
def test_the_command_has_its_say_and_keeps_its_output(
    engine: FakeEngine, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """That of the settings, or the one named for this run; what it printed is for whoever runs this only."""
    engine.settings["router"]["bluegreen:gate_command"] = "echo token-123; exit 3"
    file = tmp_path / "check.xml"
    assert app.run(["check", *QUICK, "--json", "--junit", str(file)]) == Code.RESOURCE
    said = capsys.readouterr()
    assert "token-123" in said.err.splitlines()
    assert "ended with 3" in _reason(json.loads(said.out), "command")
    assert "its last lines" in said.err
    assert "\ntoken-123" not in said.out + file.read_text()
    assert _asked(site) == {}
    document = _check(capsys, Code.OK, "--command", 'test "$BLUEGREEN_COLOR@$BLUEGREEN_RELEASE" = green@1.1.0')
    assert _outcomes(document)["command"] == "passed"


@pytest.mark.usefixtures("aws")
def test_a_machine_that_the_preview_route_does_not_let_in_sends_no_load(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """The active color answers it: that is said, with what to do; the load would have been clients' burden."""
    with serve_each(lambda _count, _asked: named("blue", "1.0.0")) as site:
        engine.router["url"] = site.url
        assert "preview_sources[0]" in _reason(_check(capsys, Code.RESOURCE), "smoke")
        engine.settings["router"]["bluegreen:smoke_paths"] = []
        site.asked.clear()
        document = _check(capsys, Code.RESOURCE)
        assert "/ was answered by blue: the preview route does not let" in _reason(document, "errors")
        assert len(site.asked) == 1


@pytest.mark.usefixtures("aws")
def test_answers_that_name_no_color_prove_no_route(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Blue would be compared with itself; a smoke path that named it is enough."""

    def only_ready(_count: int, asked: Asked) -> Reply:
        return _route(1, asked) if asked.path == "/ready" else (200, {})

    with serve_each(only_ready) as site:
        engine.router["url"] = site.url
        assert _check(capsys, Code.OK)["idle"]["numbers"]["requests"] == 20
        engine.settings["router"]["bluegreen:smoke_paths"] = []
        assert "nobody can tell by which color" in _reason(_check(capsys, Code.RESOURCE), "errors")


@pytest.mark.usefixtures("site")
def test_without_an_active_color_to_ask_the_comparison_is_skipped(
    aws: FakeAws, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which says so, and does not stand against the idle one."""
    aws.targets[TARGET_GROUPS[Color.BLUE]] = {}
    document = _check(capsys, Code.OK)
    assert _reason(document, "latency") == "blue can't be compared with: it has no targets"
    assert document["active"]["numbers"] is None


@pytest.mark.usefixtures("aws")
def test_nobody_there_fails(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """With where it asked."""
    engine.router["url"] = url = closed()
    assert f"could not be asked at {url}" in _reason(_check(capsys, Code.RESOURCE), "smoke")


@pytest.mark.usefixtures("site")
def test_a_canary_is_what_is_checked_while_it_runs(
    aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """By default the color with the least traffic; the other only when it is named."""
    aws.weights = {Color.BLUE: 90, Color.GREEN: 10}
    engine.router["weights"] = {"blue": 90, "green": 10}
    engine.settings["router"]["bluegreen:canary"] = "green@10"
    document = _check(capsys, Code.OK)
    assert (document["idle"]["color"], document["idle"]["role"]) == ("green", "canary")
    assert _check(capsys, Code.OK, "--color", "blue")["color"] == "blue"


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
    document = _check(capsys, Code.OK)
    assert _reason(document, "smoke") == _reason(document, "command") == "skip_smoke: green@1.1.0"
    assert _asked(site, "/ready") == {}
    assert _outcomes(_check(capsys, Code.RESOURCE, "--command", "exit 1"))["command"] == "failed"


@pytest.mark.usefixtures("aws", "site")
def test_a_person_gets_two_tables_and_the_next_command(capsys: pytest.CaptureFixture[str]) -> None:
    """A row per check, both colors side by side, and what to run."""
    assert app.run(["check", *QUICK]) == Code.OK
    told = capsys.readouterr()
    for phrase in (
        "health  │ passed",
        "command │ skipped │ there is no gate_command",
        "green (1.1.0), idle ┃ blue (1.0.0), active",
        "/: 200 requests a second to each color for 0.1 s",
        "green (1.1.0) passes; to give it all the traffic: bluegreen switch --to green --router router",
    ):
        assert phrase in told.out, told.out
    assert (told.err, "\x1b" in told.out) == ("", False)
    FAULTY["green/"] = 500
    assert app.run(["check", *QUICK]) == Code.RESOURCE
    assert "green (1.1.0) fails: errors" in capsys.readouterr().out


@pytest.mark.usefixtures("aws", "site")
def test_junit_is_written_beside_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the same checks; a place where nothing can be written is refused before anybody is asked."""
    file = tmp_path / "check.xml"
    document = _check(capsys, Code.OK, "--junit", str(file))
    (suite,) = ET.fromstring(file.read_bytes())  # noqa: S314  our own
    assert [case.get("name") for case in suite] == [each["name"] for each in document["checks"]]
    assert app.run(["check", *QUICK, "--junit", str(tmp_path / "none" / "check.xml")]) == Code.CONFIG


@pytest.mark.parametrize(
    "words",
    [
        ["--requests", "5", "--seconds", "5s"],
        ["--rate", "1001"],
        ["--requests", "0"],
        ["--seconds", "1h"],
        ["--max-latency-ratio", "0"],
        ["--path", "no-slash"],
    ],
)
def test_a_load_beyond_the_limits_is_refused(words: list[str], aws: FakeAws, site: Site) -> None:
    """Before anybody is asked anything."""
    assert app.run(["check", *words]) == Code.CONFIG
    assert (aws.calls, site.asked) == ([], [])


@pytest.mark.usefixtures("aws")
def test_ctrl_c_ends_the_load(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """No more requests, no traceback, exit code 8."""

    def interrupting(count: int, asked: Asked) -> Reply:
        if count == 10:
            signal.raise_signal(signal.SIGINT)
        return _route(1, asked)

    with serve_each(interrupting) as site:
        engine.router["url"] = site.url
        assert app.run(["check", "--seconds", "10m", "--json"]) == Code.CANCELLED
        said = capsys.readouterr()
        assert ("interrupted" in said.err, said.out) == (True, "")
        assert "Traceback" not in said.err
        assert len(site.asked) < 12000


@pytest.mark.parametrize(
    "broken", [{"verdict": "maybe"}, {"checks": []}, {"idle": None}, {"load": {"path": "/"}}, {"version": 2}]
)
@pytest.mark.usefixtures("aws", "site")
def test_the_schema_refuses_what_is_wrong(broken: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """One that takes everything promises nothing."""
    document = _check(capsys, Code.OK)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(document | broken)
