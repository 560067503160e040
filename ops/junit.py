"""What passed and what did not, as JUnit XML, which CI systems show as tests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from ops.durations import iso

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path


class Result(Enum):
    """How a test case ended: the element that says so."""

    PASSED = "system-out"
    FAILED = "failure"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Case:
    """One test case, and the `seconds` that it took; `message` is one line, `text` any."""

    name: str
    result: Result
    seconds: float
    message: str = ""
    text: str = ""


@dataclass(frozen=True)
class Suite:
    """All cases of one run, which began at `when`; `group` is what CI systems sort cases by, such as a class."""

    name: str
    group: str
    cases: Sequence[Case]
    seconds: float
    when: datetime | None = None


def write(suite: Suite, file: Path) -> None:
    """Write SUITE to FILE, over what is there; raises OSError."""
    root = Element("testsuites", _totals(suite))
    attributes = {"name": suite.name, **_totals(suite)}
    if suite.when:
        attributes["timestamp"] = iso(suite.when) or ""
    parent = SubElement(root, "testsuite", attributes)
    for each in suite.cases:
        _case(parent, suite.group, each)
    indent(root)
    ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def _totals(suite: Suite) -> dict[str, str]:
    results = [each.result for each in suite.cases]
    return {
        "tests": str(len(results)),
        "failures": str(results.count(Result.FAILED)),
        "errors": "0",
        "skipped": str(results.count(Result.SKIPPED)),
        "time": f"{suite.seconds:.3f}",
    }


def _case(suite: Element, group: str, case: Case) -> None:
    parent = SubElement(suite, "testcase", classname=group, name=case.name, time=f"{case.seconds:.3f}")
    message = {"message": _legal(case.message)} if case.message else {}
    SubElement(parent, case.result.value, message).text = _legal(case.text) or None


def _legal(text: str) -> str:
    """TEXT without what XML 1.0 does not allow (section 2.2)."""
    return "".join(sign if sign.isprintable() or sign in "\t\n" else "\N{REPLACEMENT CHARACTER}" for sign in text)
