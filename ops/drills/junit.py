"""A drill's report as JUnit XML: a test case for each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ops import junit
from ops.drills.plan import NOT_REACHED, PASSED
from ops.junit import Case, Result, Suite

if TYPE_CHECKING:
    from pathlib import Path

    from ops.drills.plan import Step
    from ops.drills.report import Report

NAME = "bluegreen.drill"


def write(report: Report, path: Path) -> None:
    """Write REPORT to PATH, over what is there; raises OSError."""
    cases = [_case(report, step) for step in report.steps]
    junit.write(Suite(NAME, NAME, cases, report.seconds, report.when), path)


def _case(report: Report, step: Step) -> Case:
    name, seconds, lost = str(step), step.seconds or 0.0, report.failed_in(step)
    if step.outcome == NOT_REACHED:
        return Case(name, Result.SKIPPED, seconds, f"not reached: {report.why}")
    if step.outcome != PASSED:
        return Case(name, Result.FAILED, seconds, step.outcome, step.detail)
    if lost:
        # Else CI would show green what exits with 4.
        return Case(name, Result.FAILED, seconds, f"failed requests: {lost}")
    return Case(name, Result.PASSED, seconds, text=step.detail)
