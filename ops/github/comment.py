"""The one comment of a pull request: written once, then edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from github import UnknownObjectException

from ops.github.hub import asking, connect
from ops.github.marks import fit, is_ours
from ops.plan.markdown import LIMIT

if TYPE_CHECKING:
    from github.IssueComment import IssueComment
    from github.PullRequest import PullRequest

    from ops.github.job import Job

PERMISSION = "pull-requests: write"


def keep_one(job: Job, number: int, line: str, text: str, end: str) -> str:
    """Let TEXT, between the hidden LINE and END, be the one comment of pull request NUMBER; returns its address.

    Raises Problem. What two runs wrote at once becomes one: the oldest stays.
    """
    room = LIMIT - len(f"\n{end}\n".encode())
    body = job.clean(fit(f"{line}\n{text}", room) + f"\n{end}\n")
    with asking(job, f"a comment on pull request #{number}", PERMISSION):
        pull = connect(job).get_pull(number)
        found = _ours(pull, line)
        if not found:
            written = pull.create_issue_comment(body)
            found = _ours(pull, line) or [written]
        first, *others = found
        if first.body != body:
            first.edit(body)
        for each in others:
            _drop(each)
        return first.html_url


def _ours(pull: PullRequest, line: str) -> list[IssueComment]:
    ours = [each for each in pull.get_issue_comments() if is_ours(line, each.body, each.user)]
    return sorted(ours, key=lambda each: each.id)


def _drop(comment: IssueComment) -> None:
    try:
        comment.delete()
    except UnknownObjectException:
        return  # the other run did it
