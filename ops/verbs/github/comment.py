"""`bluegreen github comment` and `no-plan`: a plan for who reads a pull request, or why there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops import options
from ops.github import event
from ops.github.job import SUMMARY, Job, append, read_variables
from ops.problem import Code, Problem
from ops.terminal import progress, say

if TYPE_CHECKING:
    from ops.project import Named

PLANNED_BY = "bluegreen plan --markdown"

File = Annotated[Path, typer.Argument(metavar="FILE", help=f"What `{PLANNED_BY}` printed.")]

NO_PLAN = (
    "**No plan: this pull request comes from a fork, so its job runs without credentials for AWS.**\n"
    "Whoever may push here can read the change, then push it as a branch of this repository: that gets a plan.\n"
)


def comment(named: Named, file: File, *, no_color: options.NoColor = False) -> int:
    """Write FILE, a plan's Markdown, as the one comment of the pull request that the event names.

    It is edited in place, and added to the job's summary. For a fork's pull request the summary says why there is none.
    """
    job, pull = Job.read(*event.NEEDED), event.read_pull_request()
    if pull.fork:
        return _no_plan(pull, job.summary, no_color=no_color)
    from ops.github.comment import keep_one  # noqa: PLC0415  as in `status`
    from ops.github.marks import mark  # noqa: PLC0415
    from ops.github.reports import read_text  # noqa: PLC0415

    text = read_text(file, PLANNED_BY)
    job.summarize(text)
    planned = f"Planned for {pull.commit[:7]} by [run {job.run}]({job.run_page})."
    with progress("writing the comment", no_color=no_color):
        page = keep_one(job, pull.number, mark("plan", named.router), text, planned)
    say(f"the plan is a comment on pull request #{pull.number}: {page}", no_color=no_color)
    return Code.OK


def no_plan(*, no_color: options.NoColor = False) -> int:
    """Say in the job's summary that a fork's pull request gets no plan, and why. Asks GitHub nothing."""
    found = read_variables((*event.NEEDED, SUMMARY))
    pull = event.read_pull_request()
    if not pull.fork:
        what = f"pull request #{pull.number} comes from no fork, so that it can have a plan"
        raise Problem(what, f"{PLANNED_BY} > plan.md, then bluegreen github comment plan.md")
    return _no_plan(pull, Path(found[SUMMARY]), no_color=no_color)


def _no_plan(pull: event.PullRequest, summary: Path, *, no_color: bool) -> int:
    append(SUMMARY, summary, NO_PLAN)
    say(f"pull request #{pull.number} comes from a fork: no plan, and the summary says why", no_color=no_color)
    return Code.OK
