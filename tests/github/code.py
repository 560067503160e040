"""Answers about branches, commits and files."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from tests.github.git import HEADS, MissingError
from tests.github.refusal import RefusalError, missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.github.git import Git
    from tests.github.shapes import Shapes

Given = dict[str, Any]


class Code:
    """What GIT holds, as SHAPES shows it; each method takes what a request brought, and says its document."""

    def __init__(self, git: Git, shapes: Shapes) -> None:
        """Answer about GIT."""
        self._git, self._shapes = git, shapes

    def ref(self, branch: str) -> Any:
        """One branch."""
        if branch not in self._git.branches():
            raise missing()
        return self._shapes.ref(branch, self._git.branches()[branch])

    def matching_refs(self, start: str) -> list[Any]:
        """The branches whose names begin with START."""
        return [self._shapes.ref(name, sha) for name, sha in self._git.branches().items() if name.startswith(start)]

    def make_ref(self, given: Given) -> Any:
        """A new branch."""
        branch = given["ref"].removeprefix(HEADS)
        if branch in self._git.branches():
            raise RefusalError(422, "Reference already exists")
        self._point(branch, given["sha"])
        return self.ref(branch)

    def change_ref(self, branch: str, given: Given) -> Any:
        """Another commit for a branch; one that does not hold all of it only by force."""
        before = self._git.branches().get(branch)
        if before is None:
            raise RefusalError(422, "Reference does not exist")
        if not given.get("force") and not self._git.is_ahead(given["sha"], of=before):
            raise RefusalError(422, "Update is not a fast forward")
        self._point(branch, given["sha"])
        return self.ref(branch)

    def drop_ref(self, branch: str) -> None:
        """Remove a branch."""
        if branch not in self._git.branches():
            raise RefusalError(422, "Reference does not exist")
        self._git.drop(branch)

    def make_blob(self, given: Given) -> Any:
        """A new blob."""
        encoded = given.get("encoding") == "base64"
        content = base64.b64decode(given["content"]) if encoded else given["content"].encode()
        return self._shapes.blob(self._git.blob(content))

    def blob(self, sha: str) -> Any:
        """One blob with its content."""
        content = self._git.content(sha)
        encoded = {"encoding": "base64", "content": base64.encodebytes(content).decode(), "size": len(content)}
        return {**self._shapes.blob(sha), **encoded}

    def make_tree(self, given: Given) -> Any:
        """A new tree."""
        return self._shapes.tree(self._git.tree(given.get("base_tree"), given["tree"]))

    def tree(self, sha: str) -> Any:
        """One tree."""
        return self._shapes.tree(sha)

    def make_commit(self, given: Given, who: str) -> Any:
        """A new commit."""
        return self._shapes.commit(self._git.commit(given["tree"], given.get("parents", ()), given["message"], who))

    def commit(self, sha: str) -> Any:
        """One commit."""
        return self._shapes.commit(sha)

    def contents(self, path: str, query: Mapping[str, str]) -> Any:
        """A file as of a commit or branch."""
        name = query.get("ref", "main")
        branches = self._git.branches()
        tree = branches.get(name.removeprefix(HEADS), name)
        *folders, file = path.split("/")
        for folder in folders:
            tree = self._entry(tree, folder)
        sha = self._entry(tree, file)
        found = {"type": "file", "name": file, "path": path, **self.blob(sha)}
        return {**found, "url": self._shapes.at(f"/contents/{path}?ref={name}")}

    def _entry(self, tree: str, name: str) -> str:
        entries = self._git.entries(tree)
        if name not in entries:
            raise missing()
        return entries[name][2]

    def _point(self, branch: str, sha: str) -> None:
        try:
            self._git.point(branch, sha)
        except MissingError:
            raise RefusalError(422, "Object does not exist") from None
