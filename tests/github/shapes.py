"""What GitHub's REST API answers about each thing, as far as anybody here reads it (docs.github.com/rest)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.github.git import HEADS

if TYPE_CHECKING:
    from tests.github.desk import Artifact, Comment, Issue
    from tests.github.git import Git

MOMENT = "2026-01-02T03:04:05Z"
DEFAULT = "main"


class Shapes:
    """Answers about REPOSITORY (`owner/name`), whose API is at URL and whose pages are at PAGES."""

    def __init__(self, repository: str, git: Git) -> None:
        """Answers are about the commits in GIT, too; the API's address is known once it is served."""
        self.repository, self.git, self.url = repository, git, ""

    def at(self, path: str = "") -> str:
        """The API's address of PATH in the repository."""
        return f"{self.url}/repos/{self.repository}{path}"

    def whole(self, full_name: str | None = None) -> dict[str, Any]:
        """The repository, or a fork of it."""
        name = full_name or self.repository
        owner, _, short = name.partition("/")
        return {
            "id": 1,
            "name": short,
            "full_name": name,
            "owner": self.user(owner),
            "private": True,
            "fork": name != self.repository,
            "default_branch": DEFAULT,
            "url": f"{self.url}/repos/{name}",
            "html_url": self.page("", name),
        }

    def page(self, path: str, name: str | None = None) -> str:
        """What a person opens."""
        return f"https://github.example/{name or self.repository}{path}"

    def user(self, login: str) -> dict[str, Any]:
        """A person or a bot."""
        kind = "Bot" if login.endswith("[bot]") else "User"
        return {"login": login, "id": abs(hash(login)) % 10**6, "type": kind, "url": f"{self.url}/users/{login}"}

    def comment(self, comment: Comment) -> dict[str, Any]:
        """A comment."""
        return {
            "id": comment.id,
            "body": comment.body,
            "user": self.user(comment.author),
            "created_at": MOMENT,
            "updated_at": MOMENT,
            "url": self.at(f"/issues/comments/{comment.id}"),
            "issue_url": self.at(f"/issues/{comment.number}"),
            "html_url": self.page(f"/issues/{comment.number}#issuecomment-{comment.id}"),
        }

    def label(self, name: str, color: str) -> dict[str, Any]:
        """A label."""
        return {"id": abs(hash(name)) % 10**6, "name": name, "color": color, "url": self.at(f"/labels/{name}")}

    def issue(self, issue: Issue) -> dict[str, Any]:
        """An issue; a pull request is one, too."""
        kind = "pull" if issue.head else "issues"
        shape: dict[str, Any] = {
            "id": 10_000 + issue.number,
            "number": issue.number,
            "title": issue.title,
            "body": issue.body,
            "state": issue.state,
            "user": self.user(issue.author),
            "labels": [self.label(name, "ededed") for name in issue.labels],
            "created_at": MOMENT,
            "updated_at": MOMENT,
            "url": self.at(f"/issues/{issue.number}"),
            "comments_url": self.at(f"/issues/{issue.number}/comments"),
            "html_url": self.page(f"/{kind}/{issue.number}"),
        }
        return {**shape, "pull_request": {"url": self.at(f"/pulls/{issue.number}")}} if issue.head else shape

    def pull(self, issue: Issue) -> dict[str, Any]:
        """A pull request."""
        shape = self.issue(issue)
        del shape["pull_request"]
        return {
            **shape,
            "url": self.at(f"/pulls/{issue.number}"),
            "issue_url": self.at(f"/issues/{issue.number}"),
            "merged": issue.merged is not None,
            "merged_at": MOMENT if issue.merged else None,
            "merge_commit_sha": issue.merged,
            "draft": False,
            "head": self._side(issue.head or ""),
            "base": self._side(issue.base),
        }

    def artifact(self, artifact: Artifact) -> dict[str, Any]:
        """What a run kept."""
        source = {"repository_id": 1, "head_repository_id": 2 if artifact.strange else 1}
        return {
            "id": artifact.id,
            "name": artifact.name,
            "expired": artifact.expired,
            "workflow_run": {"id": artifact.run, "head_branch": artifact.branch, "head_sha": "0" * 40, **source},
        }

    def label_of(self, head: str) -> str:
        """`acme:main`: the branch HEAD, or a fork's (`owner:branch`, `owner/name:branch`), as a list is filtered by."""
        copy, _, branch = head.rpartition(":")
        return f"{(copy or self.repository).partition('/')[0]}:{branch}"

    def _side(self, name: str) -> dict[str, Any]:
        copy, colon, branch = name.rpartition(":")
        owner, _, called = (copy or self.repository).partition("/")
        whole = f"{owner}/{called or self.repository.partition('/')[2]}"
        sha = "0" * 40 if colon else self.git.branches().get(branch, "0" * 40)
        user = self.user(owner)
        return {"label": self.label_of(name), "ref": branch, "sha": sha, "user": user, "repo": self.whole(whole)}

    def ref(self, branch: str, sha: str) -> dict[str, Any]:
        """A branch as a ref."""
        target = {"type": "commit", "sha": sha, "url": self.at(f"/git/commits/{sha}")}
        return {"ref": HEADS + branch, "object": target, "url": self.at(f"/git/{HEADS}{branch}")}

    def blob(self, sha: str) -> dict[str, Any]:
        """A blob without its content."""
        return {"sha": sha, "url": self.at(f"/git/blobs/{sha}")}

    def tree(self, sha: str) -> dict[str, Any]:
        """A tree with what is directly in it."""
        entries = [
            {"path": path, "mode": mode, "type": kind, "sha": each, "url": self.at(f"/git/{kind}s/{each}")}
            for path, (mode, kind, each) in self.git.entries(sha).items()
        ]
        return {"sha": sha, "url": self.at(f"/git/trees/{sha}"), "truncated": False, "tree": entries}

    def commit(self, sha: str) -> dict[str, Any]:
        """A commit."""
        facts = self.git.facts(sha)
        author = {"name": facts["author"], "email": f"{facts['author']}@users.noreply.github.com", "date": MOMENT}
        return {
            "sha": sha,
            "url": self.at(f"/git/commits/{sha}"),
            "message": facts["message"],
            "author": author,
            "committer": author,
            "tree": {"sha": facts["tree"], "url": self.at(f"/git/trees/{facts['tree']}")},
            "parents": [{"sha": each, "url": self.at(f"/git/commits/{each}")} for each in facts["parents"]],
        }
