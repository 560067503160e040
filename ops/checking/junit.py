"""A check as JUnit XML, which CI systems show as tests."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from ops.checking.outcome import Outcome
from ops.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from ops.checking.outcome import Report

ELEMENTS = {Outcome.FAILED: "failure", Outcome.SKIPPED: "skipped"}


def check_writable(file: Path) -> None:
    """Raise Problem where FILE could not be written: better before the load than after it."""
    if file.is_dir() or not file.absolute().parent.is_dir():
        raise Problem(f"--junit {file}: there is no such folder, or it is a folder itself", "--junit FOLDER/FILE.xml")


def write(report: Report, file: Path) -> None:
    """Write REPORT into FILE, a test case for each check. What a command said is not in it. Raises Problem."""
    tree = ET.ElementTree(suite(report))
    ET.indent(tree)
    try:
        tree.write(file, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        raise Problem(f"--junit {file} can't be written: {error.strerror}", "--junit FOLDER/FILE.xml") from None


def suite(report: Report) -> ET.Element:
    """REPORT as the elements that CI systems have in common."""
    counted = {outcome: sum(each.outcome is outcome for each in report.checks) for outcome in Outcome}
    total = {
        "tests": str(len(report.checks)),
        "failures": str(counted[Outcome.FAILED]),
        "errors": "0",
        "skipped": str(counted[Outcome.SKIPPED]),
        "time": f"{sum(each.seconds for each in report.checks):.3f}",
    }
    root = ET.Element("testsuites", total)
    name = f"bluegreen check {report.router} {report.idle.color.at(report.idle.release)}"
    parent = ET.SubElement(root, "testsuite", {"name": name, **total})
    for each in report.checks:
        place = {"classname": f"bluegreen.check.{report.router}", "name": each.name, "time": f"{each.seconds:.3f}"}
        case = ET.SubElement(parent, "testcase", place)
        if each.outcome in ELEMENTS:
            ET.SubElement(case, ELEMENTS[each.outcome], {"message": each.reason})
        else:
            ET.SubElement(case, "system-out").text = each.reason
    return root
