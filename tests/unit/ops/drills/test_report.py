"""A drill's report: for a person, for a script, and for CI."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from ops import app
from ops.problem import Code
from tests.unit.ops.fake_engine import failure

if TYPE_CHECKING:
    from tests.unit.ops.drills.world import World

SCHEMA: dict[str, Any] = json.loads((Path(app.__file__).parent.parent / "docs" / "drill.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())

CUT = "green: not healthy after 600 s <&> \x07"


def _drill(capsys: pytest.CaptureFixture[str], *words: str, code: Code = Code.OK) -> str:
    assert app.run(["drill", "--yes", *words]) == code
    return capsys.readouterr().out


def _fail(world: World) -> None:
    world.engine.events["up green"] = [failure(CUT)]


def test_the_schema_is_one() -> None:
    """Of the draft that it names."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_json_is_as_the_schema_says(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Of each scope, of a drill that failed, and where the weights can't be read any more."""
    documents = [json.loads(_drill(capsys, "--json", *words)) for words in ((), ("--switch",), ("--both",))]
    _fail(world)
    world.engine.settings["router"]["bluegreen:active_color"] = "blue"
    documents.append(json.loads(_drill(capsys, "--json", code=Code.RESOURCE)))
    update = world.engine.update

    def blinding() -> None:
        update()
        world.aws.refuse("DescribeListeners")

    world.engine.update = blinding
    documents.append(json.loads(_drill(capsys, "--json", code=Code.RESOURCE)))
    for document in documents:
        VALIDATOR.validate(document)
    assert [document["scope"] for document in documents[:3]] == ["idle", "switch", "both"]
    assert documents[4]["weights"] is None


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("broken", [{"outcome": "done"}, {"weights": {"blue": 1}}, {"seconds": {}}, {"steps": []}])
def test_the_schema_refuses_what_is_wrong(broken: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """One that takes everything promises nothing."""
    document = copy.deepcopy(json.loads(_drill(capsys, "--json"))) | broken
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(document)


@pytest.mark.usefixtures("world")
def test_the_table_tells_each_step(capsys: pytest.CaptureFixture[str]) -> None:
    """How it went, how long it took, how many requests failed; without color where that is no terminal."""
    told = _drill(capsys, "--switch")
    for phrase in (
        r"router: drill passed, ",
        r"destroy │ green │ passed  │ [\d.]+ s │ 0 ",
        r"parity  │ green │ passed .* blue and green are the same thing",
        r"switch  │ green │ passed .* live is 0/100",
        r"requests: \d+ sent, 0 failed; traffic: blue 0, green 100",
    ):
        assert re.search(phrase, told), f"{phrase} not in:\n{told}"
    assert "\x1b" not in told


def test_a_failed_drill_is_told_all_the_same(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Which step, why, and what was not reached."""
    _fail(world)
    told = _drill(capsys, code=Code.RESOURCE)
    assert "router: drill failed" in told
    assert re.search(r"rebuild │ green │ failed .* not healthy after 600 s", told)
    assert re.search(r"ready   │ green │ not reached", told)


def test_junit_has_a_case_for_each_step(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One that failed, and those that were not reached are skipped."""
    path = tmp_path / "drill.xml"
    _fail(world)
    _drill(capsys, "--junit", str(path), code=Code.RESOURCE)
    (suite,) = ET.parse(path).getroot()  # noqa: S314  our own file
    assert (suite.attrib["tests"], suite.attrib["failures"], suite.attrib["skipped"]) == ("4", "1", "2")
    assert [case.attrib["name"] for case in suite] == ["destroy green", "rebuild green", "parity green", "ready green"]
    (text,) = [each.text or "" for each in suite.findall("testcase/failure")]
    assert "not healthy after 600 s <&> \ufffd" in text


@pytest.mark.usefixtures("broken")
def test_junit_is_not_green_where_requests_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code is not, either."""
    path = tmp_path / "drill.xml"
    _drill(capsys, "--junit", str(path), code=Code.RESOURCE)
    (failed,) = ET.parse(path).getroot().findall("testsuite/testcase/failure")  # noqa: S314  our own file
    assert failed.attrib["message"] == "failed requests: 1"
