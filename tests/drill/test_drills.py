"""`bluegreen drill` under load: what clients saw, and what AWS holds, is what counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from demo.load import Load
from tests.engine.bluegreen import PROJECT, Said, bluegreen

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
    assert "2 drills, oldest first" in said.out
    assert len((stage.workspace.directory / "drills.jsonl").read_text().splitlines()) == 2
    assert ET.parse(xml).getroot()[0].attrib["failures"] == "0"  # noqa: S314  our own file
    stage.assert_clean()
