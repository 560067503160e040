"""The trend of drills: appended, never changed, and shown."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ops import app
from ops.drills import trend
from ops.drills.trend import Row
from ops.problem import Code
from tests.unit.ops.fake_engine import failure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.ops.drills.world import World


def _row(router: str = "router", **changes: Any) -> dict[str, Any]:
    took: dict[str, Any] = {"destroy": 60.0, "rebuild": 120.0, "switch": None}
    whole = {"version": 1, "when": "2026-01-01T12:00:00Z", "router": router, "outcome": "passed", "seconds": took}
    return {**whole, "requests": {"failed": 2}, **changes}


def test_each_drill_adds_a_row_that_is_compared(
    world: World, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the one before, of the same set; one that failed is a row as well."""
    file = project / "drills.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in (_row(), _row("prod-router"))))
    assert app.run(["drill", "--switch", "--yes"]) == Code.OK
    told = capsys.readouterr().out
    assert "drills so far: 2, oldest first" in told
    assert re.search(r"2026-01-01 12:00:00 UTC │ passed  │ 1 min +│ 2 min +│ +│ 2 ", told)
    assert re.search(r"│ passed  │ [\d.]+ s \(-(59|1 min)[^)]*\) │ [\d.]+ s \(-[^)]*\) │ [\d.]+ s +│ 0 \(-2\)", told)
    world.engine.events["up blue"] = [failure("so")]
    assert app.run(["drill", "--yes"]) == Code.RESOURCE
    assert "drills so far: 3, oldest first" in capsys.readouterr().out
    assert [json.loads(line)["outcome"] for line in file.read_text().splitlines()[2:]] == ["passed", "failed"]


@pytest.mark.usefixtures("world")
def test_a_damaged_line_is_told_and_kept(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also one that was cut off: the next one begins on a line of its own."""
    file = project / "drills.jsonl"
    damaged = b'{"version": 1}\n[1]\n\xff\n{"version": 2, "outcome": "pas'
    file.write_bytes(damaged)
    assert app.run(["drill", "--yes"]) == Code.OK
    said = capsys.readouterr()
    for number in (1, 2, 3, 4):
        assert f"drills.jsonl, line {number}: no report of a drill; it is left as it is" in said.err
    assert "drills so far: 1, oldest first" in said.out
    assert file.read_bytes().startswith(damaged + b"\n{")


@pytest.mark.usefixtures("world")
def test_another_file_is_kept_where_it_is_wanted(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on a machine of CI."""
    file = tmp_path / "trend.jsonl"
    assert app.run(["drill", "--yes", "--json", "--trend", str(file)]) == Code.OK
    assert json.loads(capsys.readouterr().out) == json.loads(file.read_text())
    assert not (project / "drills.jsonl").exists()


def test_a_report_that_can_not_be_kept_is_printed(
    world: World, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 4: what CI relies on is missing."""
    update = world.engine.update

    def taking_the_place() -> None:
        update()
        (project / "drills.jsonl").mkdir(exist_ok=True)

    world.engine.update = taking_the_place
    assert app.run(["drill", "--yes"]) == Code.RESOURCE
    said = capsys.readouterr()
    assert "router: drill passed" in said.out
    assert "its report could not be kept" in said.err


@given(lines=some.lists(some.binary(max_size=40)), cut=some.binary(max_size=40))
def test_whatever_stands_there_a_row_that_is_added_is_read(
    lines: list[bytes], cut: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """And what stood there still does."""
    file = tmp_path_factory.mktemp("trend") / "drills.jsonl"
    before = b"\n".join([*lines, cut])
    file.write_bytes(before)
    trend.append(file, _row())
    rows, _ = trend.read(file, "router")
    assert file.read_bytes().startswith(before)
    assert [row.destroy for row in rows] == [60.0]
    assert isinstance(rows[0], Row)
