"""A pull request from a branch of the command line's own: opened once, then updated in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from github import GithubException, InputGitTreeElement, UnknownObjectException
from github.ContentFile import ContentFile

from ops.github.hub import asking, connect
from ops.github.marks import fit
from ops.github.problems import INVALID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from github.GitCommit import GitCommit
    from github.GitRef import GitRef
    from github.PullRequest import PullRequest
    from github.Repository import Repository

    from ops.github.changes import Change
    from ops.github.job import Job

PERMISSION = "contents: write and pull-requests: write"

FILE = "100644"
"""The mode of a file that is no program (git's tree format)."""


@dataclass(frozen=True)
class Proposal:
    """The CHANGES to be merged from BRANCH, which nobody else writes; TITLE is the commit's message, too."""

    branch: str
    title: str
    text: str
    changes: Sequence[Change]


def branch_of(what: str, router: str) -> str:
    """The branch of WHAT (`put-back`) for the set of ROUTER's stack: a second set in the repository has its own."""
    return f"bluegreen/{what}" + ("" if router == "router" else f"-{router}")


def propose(job: Job, base: str, proposal: Proposal) -> str:
    """Let the pull request of PROPOSAL into the branch BASE be there; returns what was done, in words.

    Its commit's parent is the commit that JOB checked out, so that what was merged since is merged with it. Where BASE
    says it already there is nothing to propose. Raises Problem; done again it ends where it would have.
    """
    with asking(job, f"the pull request from {proposal.branch}", PERMISSION):
        repository = connect(job)
        base = _branch(repository, base)
        found = _open_one(repository, proposal.branch, base)
        if all(_content(repository, each.path, base) == each.after for each in proposal.changes):
            return _needless(job, found, base, proposal)
        _push(repository, job.commit, proposal)
        body = job.clean(fit(proposal.text))
        if found is None:
            found = _open(repository, proposal, base, body)
            if found is not None:
                return f"opened pull request #{found.number}: {found.html_url}"
            found = _open_one(repository, proposal.branch, base)
            assert found is not None  # noqa: S101  GitHub just said that it is there
        if (found.title, found.body) != (proposal.title, body):
            found.edit(title=proposal.title, body=body)
        return f"updated pull request #{found.number}: {found.html_url}"


def withdraw(job: Job, base: str, branch: str, files: Sequence[Change]) -> str | None:
    """Close the open pull request from BRANCH where BASE says what FILES say; returns that, None where none is closed.

    Raises Problem. What AWS has by now is for the caller to know: merged later it would move it to what AWS once had.
    """
    with asking(job, f"the pull request from {branch}", PERMISSION):
        repository = connect(job)
        base = _branch(repository, base)
        found = _open_one(repository, branch, base)
        if found is None or any(_content(repository, each.path, base) != each.after for each in files):
            return None
        return _close(job, found, base, files)


def _branch(repository: Repository, wanted: str) -> str:
    """WANTED where that is a branch, and the default branch else: a tag can't be merged into."""
    return wanted if _tip(repository, wanted) is not None else repository.default_branch


def _tip(repository: Repository, branch: str) -> GitRef | None:
    """Where BRANCH is, asked now: what is changed by it is at an address that only the answer tells."""
    found = repository.get_git_ref(f"heads/{branch}")
    try:
        found.complete()
    except UnknownObjectException:
        return None
    return found


def _content(repository: Repository, path: str, branch: str) -> str | None:
    try:
        found = repository.get_contents(path, ref=branch)
    except UnknownObjectException:
        return None
    return found.decoded_content.decode() if isinstance(found, ContentFile) else None


def _open_one(repository: Repository, branch: str, base: str) -> PullRequest | None:
    owner = repository.full_name.partition("/")[0]
    found = repository.get_pulls(state="open", head=f"{owner}:{branch}", base=base)
    return next((each for each in found if _is_of(repository, each)), None)


def _is_of(repository: Repository, pull: PullRequest) -> bool:
    """Whether the branch of PULL is in REPOSITORY: a copy that has the same owner may call one of its own the same."""
    # None where it was deleted, which its type does not tell (REST API, "Pulls").
    return bool(pull.head.repo) and pull.head.repo.full_name == repository.full_name


def _needless(job: Job, found: PullRequest | None, base: str, proposal: Proposal) -> str:
    if found is None:
        return f"{_told(base, proposal.changes)}: there is nothing to propose"
    return _close(job, found, base, proposal.changes)


def _told(base: str, files: Sequence[Change]) -> str:
    return f"{base} says already what {', '.join(each.path for each in files)} should say"


def _close(job: Job, found: PullRequest, base: str, files: Sequence[Change]) -> str:
    told = _told(base, files)
    found.create_issue_comment(f"{told[:1].upper()}{told[1:]}, as [run {job.run}]({job.run_page}) found.")
    found.edit(state="closed")
    return f"{told}: closed pull request #{found.number}: {found.html_url}"


def _push(repository: Repository, parent: str, proposal: Proposal) -> None:
    """Let the branch be one commit after PARENT, with the changes; no other than GitHub's identity, so it signs."""
    before = repository.get_git_commit(parent)
    elements = [
        InputGitTreeElement(each.path, FILE, "blob", sha=None)
        if each.after is None
        else InputGitTreeElement(each.path, FILE, "blob", content=each.after)
        for each in proposal.changes
    ]
    tree = repository.create_git_tree(elements, base_tree=before.tree)
    tip = _tip(repository, proposal.branch)
    if tip is not None and _is(repository.get_git_commit(tip.object.sha), tree.sha, parent):
        return
    commit = repository.create_git_commit(proposal.title, tree, [before])
    if tip is None:
        repository.create_git_ref(f"refs/heads/{proposal.branch}", commit.sha)
    else:
        tip.edit(commit.sha, force=True)


def _is(commit: GitCommit, tree: str, parent: str) -> bool:
    return commit.tree.sha == tree and [each.sha for each in commit.parents] == [parent]


def _open(repository: Repository, proposal: Proposal, base: str, body: str) -> PullRequest | None:
    """The new pull request; None where somebody opened it meanwhile."""
    try:
        return repository.create_pull(base=base, head=proposal.branch, title=proposal.title, body=body)
    except GithubException as error:
        if error.status == INVALID and "already exists" in str(error):
            return None
        raise
