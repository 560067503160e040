"""A check as JUnit XML: a test case for each of its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ops import junit
from ops.checking.outcome import Outcome
from ops.junit import Case, Result, Suite
from ops.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from ops.checking.outcome import Check, Report

NOT_PASSED = {Outcome.FAILED: Result.FAILED, Outcome.SKIPPED: Result.SKIPPED}


def write(report: Report, file: Path) -> None:
    """Write REPORT into FILE. What a command said is not in it. Raises Problem."""
    name = f"bluegreen check {report.router} {report.idle.color.at(report.idle.release)}"
    cases = [_case(each) for each in report.checks]
    seconds = sum(each.seconds for each in report.checks)
    try:
        junit.write(Suite(name, f"bluegreen.check.{report.router}", cases, seconds), file)
    except OSError as error:
        raise Problem(f"--junit {file} can't be written: {error.strerror}", "again with --junit FOLDER/FILE") from None


def _case(check: Check) -> Case:
    if check.outcome is Outcome.PASSED:
        return Case(check.name, Result.PASSED, check.seconds, text=check.reason)
    return Case(check.name, NOT_PASSED[check.outcome], check.seconds, check.reason)
