"""Answers about issues, pull requests, comments and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.github.git import HEADS, ConflictError
from tests.github.refusal import RefusalError, fitting, invalid, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.github.desk import Comment, Desk, Issue
    from tests.github.git import Git
    from tests.github.shapes import Shapes

Given = dict[str, Any]


class Talk:
    """What DESK holds, as SHAPES shows it; each method takes what a request brought, and says status and document."""

    def __init__(self, desk: Desk, git: Git, shapes: Shapes) -> None:
        """GIT tells which branches there are."""
        self._desk, self._git, self._shapes = desk, git, shapes

    def issues(self, query: Mapping[str, str]) -> list[Any]:
        """All issues and pull requests, the newest first."""
        wanted = set(filter(None, query.get("labels", "").split(",")))
        found = (each for each in reversed(self._desk.issues.values()) if wanted <= set(each.labels))
        return [self._shapes.issue(each) for each in _in_state(found, query)]

    def open_issue(self, given: Given, who: str) -> Any:
        """Open one."""
        body = fitting(given.get("body"), "Issue")
        return self._shapes.issue(self._desk.open(given["title"], body, who, given.get("labels")))

    def issue(self, number: int) -> Any:
        """One of them."""
        return self._shapes.issue(self._find(number))

    def change_issue(self, number: int, given: Given) -> Any:
        """Other words, labels or another state."""
        return self._shapes.issue(self._change(self._find(number), given))

    def comments(self, number: int) -> list[Any]:
        """Those under one issue, the oldest first."""
        self._find(number)
        return [self._shapes.comment(each) for each in self._desk.under(number)]

    def write_comment(self, number: int, given: Given, who: str) -> Any:
        """Write one."""
        self._find(number)
        return self._shapes.comment(self._desk.comment(number, fitting(given.get("body"), "IssueComment"), who))

    def comment(self, identity: int) -> Any:
        """One of them."""
        return self._shapes.comment(self._find_comment(identity))

    def change_comment(self, identity: int, given: Given) -> Any:
        """Other words."""
        comment = self._find_comment(identity)
        comment.body, comment.edits = fitting(given.get("body"), "IssueComment"), comment.edits + 1
        return self._shapes.comment(comment)

    def drop_comment(self, identity: int) -> None:
        """Remove one."""
        del self._desk.comments[self._find_comment(identity).id]

    def labels(self) -> list[Any]:
        """All labels."""
        return [self._shapes.label(name, color) for name, color in self._desk.labels.items()]

    def label(self, name: str) -> Any:
        """One label."""
        if name not in self._desk.labels:
            raise missing()
        return self._shapes.label(name, self._desk.labels[name])

    def make_label(self, given: Given) -> Any:
        """A new label."""
        if given["name"] in self._desk.labels:
            raise invalid("Label", "already exists", "already_exists", "name")
        self._desk.labels[given["name"]] = given.get("color", "ededed")
        return self.label(given["name"])

    def pulls(self, query: Mapping[str, str]) -> list[Any]:
        """Pull requests, the newest first."""
        head, base = query.get("head"), query.get("base")
        found = (
            each
            for each in self._desk.pulls()
            if head in {None, self._shapes.label_of(each.head or "")} and base in {None, each.base}
        )
        return [self._shapes.pull(each) for each in _in_state(found, query)]

    def open_pull(self, given: Given, who: str) -> Any:
        """Open one."""
        head, base, branches = given["head"], given["base"], self._git.branches()
        for field, branch in (("head", head), ("base", base)):
            if branch not in branches:
                raise invalid("PullRequest", f"{field} is invalid", "invalid", field)
        if any(each.head == head and each.base == base and each.state == "open" for each in self._desk.pulls()):
            owner = self._shapes.repository.partition("/")[0]
            raise invalid("PullRequest", f"A pull request already exists for {owner}:{head}.")
        if self._git.is_ahead(branches[base], of=branches[head]):
            raise invalid("PullRequest", f"No commits between {base} and {head}")
        body = fitting(given.get("body"), "PullRequest")
        return self._shapes.pull(self._desk.open(given["title"], body, who, head=head, base=base))

    def pull(self, number: int) -> Any:
        """One of them."""
        return self._shapes.pull(self._find(number, pull=True))

    def change_pull(self, number: int, given: Given) -> Any:
        """Other words or another state."""
        return self._shapes.pull(self._change(self._find(number, pull=True), given))

    def merge_pull(self, number: int) -> Any:
        """Merge one into its base."""
        issue = self._find(number, pull=True)
        if issue.state != "open" or issue.head is None or HEADS + issue.head == HEADS + issue.base:
            raise RefusalError(405, "Pull Request is not mergeable")
        try:
            issue.merged = self._git.merge(issue.base, issue.head, f"Merge pull request #{number} from {issue.head}")
        except ConflictError:
            raise RefusalError(405, "Pull Request is not mergeable") from None
        issue.state = "closed"
        return {"sha": issue.merged, "merged": True, "message": "Pull Request successfully merged"}

    def artifacts(self, query: Mapping[str, str]) -> Any:
        """What runs kept, the newest first."""
        found = [each for each in reversed(self._desk.artifacts) if query.get("name") in {None, each.name}]
        return {"total_count": len(found), "artifacts": [self._shapes.artifact(each) for each in found]}

    def on_pull(self, path: str) -> bool | None:
        """Whether the issue or comment that PATH (`issues/3`, `issues/comments/1003`) names is a pull request's."""
        words = path.strip("/").split("/")
        if words[0] != "issues" or len(words) == 1:
            return None
        if words[1] == "comments":
            comment = self._desk.comments.get(int(words[2]))
            issue = self._desk.issues.get(comment.number) if comment else None
        else:
            issue = self._desk.issues.get(int(words[1]))
        return issue.head is not None if issue else None

    @staticmethod
    def _change(issue: Issue, given: Given) -> Issue:
        issue.title = given.get("title", issue.title)
        issue.body = fitting(given.get("body", issue.body), "Issue")
        issue.state = given.get("state", issue.state)
        issue.labels = given.get("labels", issue.labels)
        issue.edits += 1
        return issue

    def _find(self, number: int, *, pull: bool = False) -> Issue:
        issue = self._desk.issues.get(number)
        if issue is None or (pull and issue.head is None):
            raise missing()
        return issue

    def _find_comment(self, identity: int) -> Comment:
        comment = self._desk.comments.get(identity)
        if comment is None:
            raise missing()
        return comment


def _in_state(issues: Iterable[Issue], query: Mapping[str, str]) -> list[Issue]:
    state = query.get("state", "open")
    return [each for each in issues if state in {"all", each.state}]
