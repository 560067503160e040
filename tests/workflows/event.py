"""What starts a workflow, and whether it starts this one."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.workflows.workflow import UnknownError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.github.fake import FakeGithub
    from tests.workflows.workflow import Workflow


@dataclass(frozen=True)
class Event:
    """NAME, as GITHUB_EVENT_NAME has it, at commit SHA on REF; `document` is what GITHUB_EVENT_PATH holds."""

    name: str
    sha: str
    ref: str = "refs/heads/main"
    document: dict[str, Any] = field(default_factory=dict[str, Any])
    changed: tuple[str, ...] = ()
    """Paths that a push changed."""

    @property
    def ref_name(self) -> str:
        """The branch or tag."""
        return self.ref.removeprefix("refs/heads/").removeprefix("refs/tags/").removeprefix("refs/")

    def starts(self, workflow: Workflow) -> bool:
        """Whether it starts WORKFLOW. Raises UnknownError for a filter that the replay does not know."""
        if self.name not in workflow.on:
            return False
        filters: dict[str, Any] = workflow.on[self.name] or {} if self.name == "push" else {}
        if unknown := filters.keys() - {"branches", "tags", "paths"}:
            raise UnknownError(f"{workflow.name}: {', '.join(unknown)}")
        if self.ref.startswith("refs/tags/"):
            return "tags" in filters and _any([self.ref_name], filters["tags"])
        on_branch = "branches" in filters and _any([self.ref_name], filters["branches"])
        return self.name != "push" or (on_branch and ("paths" not in filters or _any(self.changed, filters["paths"])))


def by_hand(github: FakeGithub, **inputs: str) -> Event:
    """Somebody starts a workflow on main with INPUTS, or its schedule does."""
    document = {"inputs": inputs, "repository": github.shapes.whole()}
    return Event("workflow_dispatch", github.git.resolve("main"), document=document)


def scheduled(github: FakeGithub) -> Event:
    """A workflow's time has come."""
    return Event("schedule", github.git.resolve("main"), document={"repository": github.shapes.whole()})


def pushed(github: FakeGithub, sha: str) -> Event:
    """SHA became the newest commit of main."""
    facts = github.git.facts(sha)
    before, now = (github.git.entries(each) for each in (facts["parents"][0], sha))
    changed = tuple(path for path in {**before, **now} if before.get(path) != now.get(path))
    return Event("push", sha, document={"repository": github.shapes.whole(), "after": sha}, changed=changed)


def pull_request(github: FakeGithub, number: int, action: str = "synchronize") -> Event:
    """Pull request NUMBER got another commit on top of main; its run is of the merge that it would be."""
    head, main = github.desk.issues[number].head or "", github.git.resolve("main")
    sha = main if ":" in head else github.git.resolve(head)
    merge = github.git.commit(github.git.facts(sha)["tree"], (main, sha), "Merge")
    return Event("pull_request", merge, f"refs/pull/{number}/merge", github.pull_event(number, action))


def _any(names: Iterable[str], patterns: list[str]) -> bool:
    """Whether one of NAMES is as one of PATTERNS; none of ours crosses a folder."""
    return any(fnmatch.fnmatchcase(name, pattern) and "/" not in name for name in names for pattern in patterns)
