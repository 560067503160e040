"""A drill's report as JUnit XML, which CI systems show: a test case for each step."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from ops.drills.plan import NOT_REACHED, PASSED
from ops.durations import iso

if TYPE_CHECKING:
    from pathlib import Path

    from ops.drills.plan import Step
    from ops.drills.report import Report

CASES = "bluegreen.drill"


def write(report: Report, path: Path) -> None:
    """Write REPORT to PATH, over what is there; raises OSError."""
    suite = Element("testsuite", name=CASES, timestamp=iso(report.when) or "", time=f"{report.seconds:.2f}")
    for step in report.steps:
        _case(suite, report, step)
    counts = {
        "tests": len(report.steps),
        "failures": len(suite.findall("testcase/failure")),
        "errors": 0,
        "skipped": len(suite.findall("testcase/skipped")),
    }
    suite.attrib |= {name: str(count) for name, count in counts.items()}
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _case(suite: Element, report: Report, step: Step) -> None:
    case = SubElement(suite, "testcase", classname=CASES, name=str(step), time=f"{step.seconds or 0:.2f}")
    lost = report.failed_in(step)
    if step.outcome == NOT_REACHED:
        SubElement(case, "skipped", message=_legal(f"not reached: {report.why}"))
    elif step.outcome != PASSED:
        SubElement(case, "failure", message=step.outcome).text = _legal(step.detail)
    elif lost:
        # Else CI would show green what exits with 4.
        SubElement(case, "failure", message=f"failed requests: {lost}")
    else:
        SubElement(case, "system-out").text = _legal(step.detail)


def _legal(text: str) -> str:
    """TEXT without what XML 1.0 does not allow (section 2.2)."""
    return "".join(sign if sign.isprintable() or sign in "\t\n" else "\ufffd" for sign in text)
