"""`bluegreen github propose`: stack files that another verb wrote, as a pull request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops import options
from ops.github.job import BRANCH, Job, read_variables
from ops.problem import Code
from ops.terminal import progress, say

if TYPE_CHECKING:
    from ops.github.changes import Checkout
    from ops.github.proposal import Proposal
    from ops.project import Named
    from ops.stacks import Stacks

Switch = Annotated[bool, typer.Option("--switch", help="With the active_color line, so that merging it is the switch.")]
Body = Annotated[
    Path | None, typer.Option("--body", metavar="FILE", help="What `bluegreen plan --markdown` printed, for the text.")
]


def put_back(named: Named, *, no_color: options.NoColor = False) -> int:
    """Propose the stack files that a switch or a rollback wrote, so that the repository says what AWS has, and why.

    Nothing is proposed where they are as in the commit that was checked out, or the branch says it already. An open
    one that AWS has left behind is closed.
    """
    from ops.github import sets  # noqa: PLC0415  as in `status`
    from ops.github.changes import Checkout  # noqa: PLC0415
    from ops.github.put_back import RECORDS, compose  # noqa: PLC0415

    job = Job.read(BRANCH)
    with progress("reading the stacks", no_color=no_color):
        stacks = sets.read_set(named)
        checkout = Checkout(named.folder, job.commit)
        changes = checkout.changes((stacks.router, *stacks.names.values()))
        if not changes:
            return _left_behind(job, stacks, checkout, no_color=no_color)
        why = sets.read_log(stacks, RECORDS)
    return _propose(job, compose(job, stacks.router, changes, why, stacks.settings.bad_release), no_color=no_color)


def release(named: Named, *, switch: Switch = False, body: Body = None, no_color: options.NoColor = False) -> int:
    """Propose the file that `deploy` wrote of the color without traffic.

    Nothing is proposed where it is as in the commit that was checked out, or the branch says it already.
    """
    from ops.github import sets  # noqa: PLC0415  as in `status`
    from ops.github.changes import Checkout  # noqa: PLC0415
    from ops.github.release import compose, with_active  # noqa: PLC0415
    from ops.github.reports import read_text  # noqa: PLC0415

    job, plan = Job.read(BRANCH), "" if body is None else read_text(body, "bluegreen plan --markdown")
    with progress("looking at both colors", no_color=no_color):
        found = sets.read_idle(named)
        checkout = Checkout(named.folder, job.commit)
        changes = checkout.changes([found.stacks.names[found.color]])
    if switch:
        changes.append(with_active(checkout.file(found.stacks.router), found.color))
    if not changes:
        return _nothing(job, no_color=no_color)
    return _propose(job, compose(job, found, changes, moves=switch, plan=plan), no_color=no_color)


def _propose(job: Job, proposal: Proposal, *, no_color: bool) -> int:
    from ops.github.proposal import propose  # noqa: PLC0415  as in `status`

    with progress("proposing it", no_color=no_color):
        done = propose(job, read_variables([BRANCH])[BRANCH], proposal)
    say(done, no_color=no_color)
    return Code.OK


def _left_behind(job: Job, stacks: Stacks, checkout: Checkout, *, no_color: bool) -> int:
    """Close what would take back, where AWS has what the file says by now; where nobody could look it stays."""
    from ops.github.proposal import branch_of, withdraw  # noqa: PLC0415  as in `status`
    from ops.github.sets import is_as_declared  # noqa: PLC0415

    closed = None
    if is_as_declared(stacks):
        router = checkout.file(stacks.router)
        closed = withdraw(job, read_variables([BRANCH])[BRANCH], branch_of("put-back", stacks.router), [router])
    if closed is None:
        return _nothing(job, no_color=no_color)
    say(closed, no_color=no_color)
    return Code.OK


def _nothing(job: Job, *, no_color: bool) -> int:
    say(f"the stack files are as in {job.commit[:7]}: there is nothing to propose", no_color=no_color)
    return Code.OK
