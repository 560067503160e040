"""The repository's commits: a bare repository of git's own, so that a checkout clones it and a merge is a merge."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

HEADS = "refs/heads/"

WHO = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.com")


class MissingError(LookupError):
    """There is no such object or ref."""


class ConflictError(Exception):
    """What was to be merged does not fit."""


class Git:
    """A bare repository at FOLDER, made where there is none."""

    def __init__(self, folder: Path, default: str = "main") -> None:
        """Begin with a branch DEFAULT that has no commit."""
        self.folder = folder
        if not folder.exists():
            _run("git", "init", "--quiet", "--bare", f"--initial-branch={default}", str(folder))

    def blob(self, content: bytes) -> str:
        """Keep CONTENT; returns its id."""
        return self._git("hash-object", "-w", "--stdin", given=content).strip()

    def content(self, sha: str) -> bytes:
        """The bytes of blob SHA. Raises MissingError."""
        return self._bytes("cat-file", "blob", sha)

    def entries(self, tree: str) -> dict[str, tuple[str, str, str]]:
        """Mode, type and id of each path directly in TREE, a tree or a commit. Raises MissingError."""
        lines = self._git("ls-tree", "-z", tree).split("\0")
        split = [line.partition("\t") for line in lines if line]
        return {path: (facts.split()[0], facts.split()[1], facts.split()[2]) for facts, _, path in split}

    def tree(self, base: str | None, entries: Iterable[dict[str, Any]]) -> str:
        """A tree like BASE with ENTRIES, as GitHub's API takes them; returns its id. Raises MissingError."""
        index = self.folder / "index.tree"
        index.unlink(missing_ok=True)
        with_index = {"GIT_INDEX_FILE": str(index)}
        if base is not None:
            self._git("read-tree", base, environment=with_index)
        for each in entries:
            sha = each["sha"] if "sha" in each else self.blob(each["content"].encode())
            mode, path = ("0", each["path"]) if sha is None else (each["mode"], each["path"])
            line = f"{mode} {sha or '0' * 40}\t{path}\n"
            self._git("update-index", "--index-info", given=line.encode(), environment=with_index)
        return self._git("write-tree", environment=with_index).strip()

    def commit(self, tree: str, parents: Iterable[str], message: str, who: str = "somebody") -> str:
        """A commit of TREE, by WHO; returns its id. Raises MissingError."""
        author = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", who), ("EMAIL", f"{who}@users.noreply.github.com"))
        }
        words = [word for parent in parents for word in ("-p", parent)]
        return self._git("commit-tree", tree, *words, given=message.encode(), environment=author).strip()

    def facts(self, commit: str) -> dict[str, Any]:
        """Tree, parents, message and author of COMMIT. Raises MissingError."""
        form = "%T%x00%P%x00%an%x00%B"
        tree, parents, author, message = self._git("show", "-s", f"--format={form}", f"{commit}^{{commit}}").split("\0")
        return {"tree": tree, "parents": parents.split(), "author": author, "message": message.strip()}

    def resolve(self, name: str) -> str:
        """The commit that NAME, a ref or an id, means. Raises MissingError."""
        return self._git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").strip()

    def branches(self) -> dict[str, str]:
        """The commit of each branch."""
        lines = self._git("for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", HEADS).splitlines()
        return {name: sha for name, _, sha in (line.partition(" ") for line in lines)}

    def point(self, branch: str, commit: str) -> None:
        """Let BRANCH be COMMIT, whatever it was. Raises MissingError."""
        self._git("update-ref", HEADS + branch, commit)

    def drop(self, branch: str) -> None:
        """Remove BRANCH."""
        self._git("update-ref", "-d", HEADS + branch)

    def is_ahead(self, commit: str, of: str) -> bool:
        """Whether COMMIT holds all of commit OF."""
        command = ["git", "merge-base", "--is-ancestor", of, commit]
        return subprocess.run(command, cwd=self.folder, capture_output=True, check=False).returncode == 0

    def merge(self, base: str, head: str, message: str) -> str:
        """Merge branch HEAD into branch BASE; returns the merge's id. Raises ConflictError, MissingError."""
        ours, theirs = self.resolve(HEADS + base), self.resolve(HEADS + head)
        try:
            tree = self._git("merge-tree", "--write-tree", ours, theirs).splitlines()[0]
        except MissingError as conflict:
            raise ConflictError(str(conflict)) from None
        commit = self.commit(tree, (ours, theirs), message)
        self.point(base, commit)
        return commit

    def _git(self, *words: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> str:
        return self._bytes(*words, given=given, environment=environment).decode()

    def _bytes(self, *words: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        try:
            return _run("git", *WHO, *words, folder=self.folder, given=given, environment=environment)
        except subprocess.CalledProcessError as error:
            raise MissingError(error.stderr.decode() or error.stdout.decode()) from None


def _run(
    *command: str, folder: Path | None = None, given: bytes = b"", environment: Mapping[str, str] | None = None
) -> bytes:
    full = {**os.environ, **(environment or {})}
    return subprocess.run(command, cwd=folder, input=given, capture_output=True, check=True, env=full).stdout
