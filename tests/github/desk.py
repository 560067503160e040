"""What is written on GitHub beside commits: issues, pull requests, their comments, and labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BOT = "github-actions[bot]"
"""Who a job's token is (GitHub docs, "Use GITHUB_TOKEN for authentication in workflows")."""

PERSON = "somebody"


@dataclass
class Comment:
    """A comment under issue or pull request NUMBER."""

    id: int
    number: int
    body: str
    author: str
    edits: int = 0


@dataclass
class Issue:
    """An issue, or a pull request where it has a HEAD: a branch, or for a fork's `owner:branch`."""

    number: int
    title: str
    body: str
    author: str
    labels: list[str] = field(default_factory=list[str])
    state: str = "open"
    head: str | None = None
    base: str = "main"
    merged: str | None = None
    """The commit that merged it."""
    edits: int = 0

    @property
    def fork(self) -> bool:
        """Whether it comes from somebody's copy of the repository."""
        return self.head is not None and ":" in self.head


@dataclass(frozen=True)
class Artifact:
    """What run RUN kept under NAME, on BRANCH; of a fork's pull request where it is STRANGE."""

    id: int
    name: str
    run: int
    branch: str
    strange: bool = False
    expired: bool = False


@dataclass
class Desk:
    """All of them, by number and id; labels are colors by name."""

    artifacts: list[Artifact] = field(default_factory=list[Artifact])

    issues: dict[int, Issue] = field(default_factory=dict[int, Issue])
    comments: dict[int, Comment] = field(default_factory=dict[int, Comment])
    labels: dict[str, str] = field(default_factory=lambda: {"bug": "d73a4a"})
    _last: int = 0

    def open(  # noqa: PLR0913  an issue has that many parts
        self,
        title: str,
        body: str,
        author: str,
        labels: list[str] | None = None,
        *,
        head: str | None = None,
        base: str = "main",
    ) -> Issue:
        """A new issue, or with HEAD a new pull request; labels that are new come into being."""
        self._last += 1
        names = labels or []
        self.labels |= {name: "ededed" for name in names if name not in self.labels}
        issue = Issue(self._last, title, body, author, list(names), head=head, base=base)
        self.issues[issue.number] = issue
        return issue

    def comment(self, number: int, body: str, author: str) -> Comment:
        """A new comment under NUMBER."""
        self._last += 1
        comment = Comment(1000 + self._last, number, body, author)
        self.comments[comment.id] = comment
        return comment

    def under(self, number: int) -> list[Comment]:
        """The comments under NUMBER, the oldest first."""
        return [each for each in self.comments.values() if each.number == number]

    def pulls(self) -> Iterator[Issue]:
        """All pull requests, the newest first, as GitHub lists them."""
        return (each for each in reversed(self.issues.values()) if each.head is not None)
