"""The issue about a drill that did not pass: which steps, what it means, and how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ops.github.drill_report import PASSED
from ops.github.finding import Finding
from ops.plan.escape import code, prose

if TYPE_CHECKING:
    from ops.github.drill_report import DrillReport, DrillStep
    from ops.github.job import Job

KIND = "drill"
RUNBOOK = "docs/runbooks/drill-failed.md"

NAME, WIDEST = 100, 2000
"""Characters of a name, and of a reason, that are shown at most."""


def find(job: Job, report: DrillReport) -> Finding:
    """What REPORT found, for JOB."""
    return Finding(
        kind=KIND,
        router=report.router,
        title=f"Drill of {report.router} {_ended(report)}"[:NAME],
        gone="A drill passed",
        text=None if report.outcome == PASSED else lambda since: _text(job, report, since),
    )


def _ended(report: DrillReport) -> str:
    ended = "was canceled" if report.outcome == "canceled" else "failed"
    return f"{ended} at {report.stopped_at}" if report.stopped_at else ended


def _text(job: Job, report: DrillReport, since: str) -> str:
    lines = [
        f"**The drill of {prose(f'{report.router} {_ended(report)}', NAME)}.**",
        *([prose(report.why, WIDEST)] if report.why else []),
        "",
        "| step | outcome | seconds | requests that failed | what was seen |",
        "|---|---|---|---|---|",
        *(_row(each) for each in report.steps),
        "",
        f"Requests of clients: {report.sent} sent, {report.failed} failed.",
        f"Traffic at the end: {report.weights or 'not known'} (blue/green).",
        f"{job.seen(since)}.",
        "",
        "What to do:",
        "",
        *_ways_on(report),
        "",
        f"[What each step's failure means]({job.page_of(RUNBOOK)}).",
        "This issue is closed by the run whose drill passes.",
    ]
    return "\n".join(lines) + "\n"


def _row(step: DrillStep) -> str:
    seconds = "" if step.seconds is None else f"{step.seconds:g}"
    cells = (step.name, step.outcome, seconds, str(step.failed), step.detail)
    return f"| {' | '.join(prose(cell, NAME * 3) if cell else '' for cell in cells)} |"


def _ways_on(report: DrillReport) -> list[str]:
    router = f"--router {report.router}"
    first = f"1. See what clients get now, and which color serves: {code(f'bluegreen status {router}', NAME)}"
    onward = f"2. {prose(report.onward, WIDEST)}" if report.onward else "2. Mend what the failed step names."
    again = f"3. Then drill again: {code(f'bluegreen drill --{report.scope} {router}', NAME)}"
    return [first, onward, again if report.scope != "idle" else again.replace(" --idle", "")]
