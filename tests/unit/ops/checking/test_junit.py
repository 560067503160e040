"""A check as JUnit XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from components.color import Color
from ops.checking import junit
from ops.checking.outcome import ERRORS, HEALTH, LATENCY, SMOKE, Report, Side, failed, passed, skipped
from ops.checking.plan import Plan

if TYPE_CHECKING:
    from pathlib import Path

CHECKS = (
    passed(HEALTH, "2 of 2 healthy"),
    failed(SMOKE, "/ready <answered> \x1b[31m503 \udcff & more\nsecret output"),
    skipped(ERRORS, "smoke failed"),
    skipped(LATENCY, "there was no load"),
)


def _report() -> Report:
    sides = Side(Color.GREEN, "1.1.0", "idle"), Side(Color.BLUE, "1.0.0", "active")
    return Report("router", "http://shop", "/", Plan(200, 20), *sides, CHECKS)


def test_there_is_one_test_case_for_each_check(tmp_path: Path) -> None:
    """Counted, with a failure's reason whatever stands in it; what a command said stays out of the file."""
    file = tmp_path / "check.xml"
    junit.write(_report(), file)
    root = ET.fromstring(file.read_bytes())  # noqa: S314  our own
    (suite,) = root
    for element in (root, suite):
        assert {name: element.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
            "tests": "4",
            "failures": "1",
            "errors": "0",
            "skipped": "2",
        }
    assert [case.get("name") for case in suite] == ["health", "smoke", "errors", "latency"]
    assert [case.find("failure") is not None for case in suite] == [False, True, False, False]
    assert [case.find("skipped") is not None for case in suite] == [False, False, True, True]
    replaced = "\N{REPLACEMENT CHARACTER}"
    assert suite[1][0].get("message") == f"/ready <answered> {replaced}[31m503 {replaced} & more"
    assert "secret output" not in file.read_text()
