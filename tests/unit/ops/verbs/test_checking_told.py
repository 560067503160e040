"""`bluegreen check` as it is told: to a person, to a program, to CI; and what ends it before its end."""

from __future__ import annotations

import json
import signal
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from ops import app
from ops.problem import Code
from tests.unit.components.web import Asked, Reply, Site, serve_each
from tests.unit.ops.verbs.checking_scene import FAULTY, QUICK, SCHEMA, VALIDATOR, asked, check, outcomes, reason, route

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

pytestmark = pytest.mark.usefixtures("project")


def test_the_schema_is_one() -> None:
    """Of the draft that it names."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


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
    assert "ended with 3" in reason(json.loads(said.out), "command")
    assert "its last lines" in said.err
    assert "\ntoken-123" not in said.out + file.read_text()
    assert asked(site) == {}
    document = check(capsys, Code.OK, "--command", 'test "$BLUEGREEN_COLOR@$BLUEGREEN_RELEASE" = green@1.1.0')
    assert outcomes(document)["command"] == "passed"


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
    document = check(capsys, Code.OK, "--junit", str(file))
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
        return route(1, asked)

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
    document = check(capsys, Code.OK)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(document | broken)
