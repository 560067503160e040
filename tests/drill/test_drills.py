"""`bluegreen drill` under load: what clients saw, and what AWS holds, is what counts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from demo.load import Load
from tests.engine.bluegreen import PROJECT, Said, bluegreen, command
from tests.interrupt import wait_until

if TYPE_CHECKING:
    from tests.stage import Stage

SCHEMA: dict[str, Any] = json.loads((PROJECT / "docs" / "drill.schema.json").read_text())

COLORS = ("blue", "green")


def _refused(stage: Stage, words: tuple[str, ...], *phrases: str) -> None:
    """A drill with WORDS is refused with PHRASES, and nothing is changed."""
    before, fleets = stage.cloud.last_call(), [stage.fleets(color) for color in COLORS]
    said = bluegreen(stage, "drill", "--yes", *words)
    assert said.code == 4, said.err
    assert [phrase for phrase in ("nothing was changed", *phrases) if phrase not in said.err] == [], said.err
    assert stage.cloud.writes(before) == []
    assert [stage.fleets(color) for color in COLORS] == fleets
    assert not (stage.workspace.directory / "drills.jsonl").exists()


def _drilled(stage: Stage, *words: str) -> Said:
    """What a drill of both colors said, after which both fleets are new and nothing drifts."""
    fleets, weights = {color: stage.fleets(color) for color in COLORS}, stage.weights()
    said = bluegreen(stage, "drill", "--both", "--yes", *words)
    assert said.code == 0, said.err + said.out
    for color in COLORS:
        assert set(fleets[color]).isdisjoint(stage.fleets(color))
        assert stage.health(color) == ["healthy", "healthy"]
    assert stage.weights() == {color: 100 - weight for color, weight in weights.items()}
    return said


@pytest.mark.timeout(600)
def test_both_colors_are_drilled_twice_under_load(stage: Stage) -> None:
    """No request fails, blue and green are the same thing afterwards, and the trend has two rows."""
    _refused(stage, ("--both",), "so that --both would be a release", "bluegreen sync")
    assert bluegreen(stage, "sync").code == 0
    xml = stage.workspace.directory / "drill.xml"
    with Load(stage.url) as load:
        document = _drilled(stage, "--json", "--junit", str(xml)).document
        said = _drilled(stage)
    assert load.summary()["failures"] == {}
    jsonschema.validate(document, SCHEMA)
    assert (document["outcome"], document["requests"]["failed"]) == ("passed", 0)
    assert document["requests"]["sent"] > 0
    assert bluegreen(stage, "parity").code == 0
    assert "drills so far: 2, oldest first" in said.out
    assert len((stage.workspace.directory / "drills.jsonl").read_text().splitlines()) == 2
    assert ET.parse(xml).getroot()[0].attrib["failures"] == "0"  # noqa: S314  our own file
    stage.assert_clean()


@pytest.mark.timeout(400)
def test_a_drill_that_was_cut_short_goes_on(stage: Stage) -> None:
    """Ctrl-C in the middle of a destroy: the other color serves, status explains, and the next drill ends it."""
    assert bluegreen(stage, "sync").code == 0
    weights = stage.weights()
    idle = next(color for color in COLORS if weights[color] == 0)
    with Load(stage.url) as load:
        said = _cut_short(stage, "DeleteAutoScalingGroup")
        assert f"{idle} is not whole: pulumi up --refresh --stack {stage.workspace.stack(idle)} rebuilds it" in said
        assert "Traceback" not in said
        assert bluegreen(stage, "status").code == 0
        again = bluegreen(stage, "drill", "--yes", "--json")
    assert again.code == 0, again.err
    assert load.summary()["failures"] == {}
    assert stage.weights() == weights
    rows = (stage.workspace.directory / "drills.jsonl").read_text().splitlines()[-2:]
    assert [json.loads(row)["outcome"] for row in rows] == ["canceled", "passed"]
    stage.assert_clean()


def _cut_short(stage: Stage, action: str) -> str:
    """What a drill said that Ctrl-C met while its first call of ACTION was under way."""
    rule = stage.cloud.fault(actions=[action], hold="before")
    words, environment = command(stage, "drill", "--yes")
    running = subprocess.Popen(
        words,
        cwd=stage.workspace.directory,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_until(lambda: stage.cloud.holds(rule))
    os.killpg(running.pid, signal.SIGINT)
    stage.cloud.clear_faults(rule)
    _, said = running.communicate(timeout=120)
    assert running.returncode == 8, said
    return said
