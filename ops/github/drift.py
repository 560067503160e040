"""The issue about drift: what differs, since when, and the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ops.github.finding import Finding
from ops.plan.escape import code, prose
from ops.plan.markdown import LIMIT, fit

if TYPE_CHECKING:
    from ops.github.drift_report import DriftReport
    from ops.github.job import Job

KIND = "drift"
RUNBOOK = "docs/runbooks/drift-found.md"

NAME = 100
"""Characters of a stack's name that are shown at most."""

RIGHT = "write it into the stack's file or the program, in a pull request. After its update"

HIDDEN = 400
"""Bytes that the hidden lines before the text take at most."""


def find(job: Job, report: DriftReport) -> Finding:
    """What REPORT found, for JOB."""
    drifted = report.drifted
    return Finding(
        kind=KIND,
        router=report.router,
        title=f"AWS is not as declared: {', '.join(drifted)}"[:NAME],
        gone="AWS is as declared again: `bluegreen drift` finds nothing",
        text=(lambda since: _text(job, report, since)) if drifted else None,
    )


def _text(job: Job, report: DriftReport, since: str) -> str:
    rows = [(stack, words.removeprefix(f"{stack}: ")) for stack, found in report.differences.items() for words in found]
    return fit(lambda shown, width: _page(job, report, since, rows[:shown], width), len(rows), LIMIT - HIDDEN)


def _page(job: Job, report: DriftReport, since: str, shown: list[tuple[str, str]], width: int) -> str:
    count = sum(len(words) for words in report.differences.values())
    left = count - len(shown)
    more = [f"| … | {left} more are not shown, since they don't fit here: {code('bluegreen drift', NAME)} |"]
    lines = [
        f"**{prose(', '.join(report.drifted), width)}: AWS is not as the program left it.**",
        "Somebody changed it by hand, or something else did; this program is not the only writer now.",
        "",
        "| stack | what differs |",
        "|---|---|",
        *(f"| {prose(stack, NAME)} | {prose(words, width)} |" for stack, words in shown),
        *(more if left > 0 else []),
        "",
        f"{job.seen(since)}.",
        "Until it is gone, a switch of these stacks may be refused, or undo it.",
        "",
        "Ways out:",
        "",
        *_ways_out(report),
        "",
        f"[What to look at first, and how to choose]({job.page_of(RUNBOOK)}).",
        "This issue is closed by the run that finds nothing any more.",
    ]
    return "\n".join(lines) + "\n"


def _ways_out(report: DriftReport) -> list[str]:
    back = [f"   - {code(f'pulumi up --refresh --stack {stack}', NAME)}" for stack in report.drifted]
    declared = code(f"bluegreen drift --router {report.router}", NAME)
    kept = code(f"bluegreen switch --to COLOR --router {report.router}", NAME)
    synced = code(f"bluegreen sync --router {report.router}", NAME)
    return [
        "1. What AWS has is wrong: put back what is declared, after a look at the preview that each of these shows.",
        *back,
        f"2. What AWS has is right: {RIGHT} {declared} finds nothing.",
        f"   - Somebody moved all traffic, and it is to stay: {kept}, which writes the file, too.",
        f"3. The color without traffic is to run what the active one runs: {synced}, then 1 for what is left.",
    ]
