"""The pull request after which the repository says again what AWS has: who moved what, when and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from components.color import describe
from ops.durations import moment
from ops.github.proposal import Proposal, branch_of
from ops.plan.escape import code, prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ops.github.changes import Change
    from ops.github.job import Job
    from ops.switches import Entry

RECORDS = 5
"""Newest records of the switch log that are told."""

NAME, REASON, LINES = 200, 1000, 200
"""Characters of a name and of a reason, and lines of a file's change, that are shown at most."""

TICKS = re.compile(r"`{3,}")


def compose(
    job: Job, router: str, changes: Sequence[Change], entries: Sequence[Entry] | str, bad: str | None
) -> Proposal:
    """The pull request with CHANGES of the set of ROUTER's stack.

    ENTRIES are the newest of the switch log, oldest first, or why they can't be read. BAD is the release that the
    router's file marks (`green@1.1.0`).
    """
    names = ", ".join(each.path.rpartition("/")[2] for each in changes)
    text = [
        f"**AWS has not what the repository says. With this {prose(names, REASON)} says what AWS has.**",
        "Merging it changes nothing in AWS as long as that is so: look before, with `bluegreen status`. Until then",
        "whoever updates these stacks from the repository tries again what did not last.",
        "",
        *(line for each in changes for line in _change(each)),
        "Why, by the switch log, the newest last:",
        "",
        *_why(entries),
        "",
        *_marked(bad, router),
        f"Proposed by [run {job.run}]({job.run_page}) after {code(job.commit[:7], NAME)}.",
    ]
    return Proposal(branch_of("put-back", router), f"Put back {names}: what AWS has", "\n".join(text) + "\n", changes)


def _change(change: Change) -> list[str]:
    lines = change.lines()
    fence = "`" * max((len(ticks) + 1 for line in lines for ticks in TICKS.findall(line)), default=3)
    cut = ["…"] if len(lines) > LINES else []
    return [code(change.path, NAME), "", f"{fence}diff", *lines[:LINES], *cut, fence, ""]


def _why(entries: Sequence[Entry] | str) -> list[str]:
    if isinstance(entries, str):
        return [f"It can't be read: {prose(entries, REASON)}"]
    if not entries:
        return ["Nothing was switched or refused yet: what AWS has was set in another way."]
    head = ("when", "what", "from", "to", "weights", "why", "who")
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(_row(each) for each in entries)]


def _row(each: Entry) -> str:
    cells = (
        moment(each.when),
        f"{each.event}: {each.kind}" if each.kind else each.event,
        each.source,
        each.target,
        describe(each.weights) if each.weights else "",
        each.reason,
        each.who,
    )
    return f"| {' | '.join(prose(cell, REASON) if cell else '' for cell in cells)} |"


def _marked(bad: str | None, router: str) -> list[str]:
    if bad is None:
        return []
    color = bad.partition("@")[0]
    accept = code(f"pulumi config set allow_unready {bad} --stack {router}", NAME)
    return [
        f"{code(bad, NAME)} is marked bad, in AWS itself: no switch goes to it again, from whatever commit.",
        f"A later release on {color} is not marked: {code('bluegreen deploy RELEASE', NAME)}.",
        f"To accept this one as it is, mark or not: {accept}, and merge that.",
        "",
    ]
