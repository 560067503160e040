"""The one open issue about something: opened, edited in place while it is there, and closed when it is gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from github import GithubException, UnknownObjectException

from ops.github.hub import asking, connect
from ops.github.marks import fit, is_ours, mark
from ops.github.problems import INVALID

if TYPE_CHECKING:
    from github.Issue import Issue
    from github.Repository import Repository

    from ops.github.finding import Finding
    from ops.github.job import Job

PERMISSION = "issues: write"

COLOR = "d93f0b"
"""Of the labels."""

SINCE = re.compile(r"^<!-- bluegreen: since run (\d+) -->$", re.MULTILINE)
GONE = "<!-- bluegreen: gone -->"


def settle(job: Job, finding: Finding) -> str:
    """Open, edit or close the issue of FINDING; returns what was done, in words. Raises Problem."""
    with asking(job, f"the issue about {finding.kind}", PERMISSION):
        repository = connect(job)
        found = _open_ones(repository, finding)
        if finding.text is None:
            return _close(job, found, finding)
        if not found:
            _make_label(repository, finding)
            body = _body(job, finding, None)
            written = repository.create_issue(finding.title, body, labels=[_label(finding)])
            found = _open_ones(repository, finding) or [written]
            done = "opened"
        else:
            done = "updated"
        first, *others = found
        body = _body(job, finding, first.body)
        if (first.title, first.body) != (finding.title, body):
            first.edit(title=finding.title, body=body)
        for each in others:
            each.create_comment(f"The same as #{first.number}, which is older.")
            each.edit(state="closed", state_reason="not_planned")
        return f"{done} issue #{first.number}: {first.html_url}"


def _label(finding: Finding) -> str:
    return f"bluegreen-{finding.kind}"


def _mark(finding: Finding) -> str:
    return mark(finding.kind, finding.router)


def _open_ones(repository: Repository, finding: Finding) -> list[Issue]:
    found = repository.get_issues(state="open", labels=[_label(finding)])
    ours = [each for each in found if each.pull_request is None and is_ours(_mark(finding), each.body, each.user)]
    return sorted(ours, key=lambda each: each.number)


def _body(job: Job, finding: Finding, before: str | None) -> str:
    """What the issue says: BEFORE knows since when it is there."""
    known = SINCE.search(before or "")
    since = known[1] if known else job.run
    text = finding.text(since) if finding.text else ""
    return job.clean(fit(f"{_mark(finding)}\n<!-- bluegreen: since run {since} -->\n{text}"))


def _close(job: Job, found: list[Issue], finding: Finding) -> str:
    if not found:
        return f"no issue about {finding.kind} of {finding.router} is open, and none is needed"
    for each in found:
        comments = list(each.get_comments())
        if not comments or not is_ours(GONE, comments[-1].body, comments[-1].user):
            each.create_comment(f"{GONE}\n{finding.gone} since [run {job.run}]({job.run_page}).")
        each.edit(state="closed", state_reason="completed")
    return f"closed issue {', '.join(f'#{each.number}' for each in found)}: {found[0].html_url}"


def _make_label(repository: Repository, finding: Finding) -> None:
    try:
        # A lazy label asks nothing until its color is wanted.
        _ = repository.get_label(_label(finding)).color
    except UnknownObjectException:
        try:
            repository.create_label(_label(finding), COLOR, f"bluegreen {finding.kind} found something")
        except GithubException as error:
            if error.status != INVALID:  # another run made it meanwhile
                raise
