"""Which stack files in the working tree are not as in the commit that the job checked out."""

from __future__ import annotations

import difflib
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ops.problem import Problem
from ops.stack_file import StackFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SECONDS = 60
"""That git may take for one answer."""


@dataclass(frozen=True)
class Change:
    """A file at PATH in the repository, `before` and `after`; None where it is not there."""

    path: str
    before: str | None
    after: str | None

    def lines(self) -> list[str]:
        """The change as a unified diff without its head, three lines around each place."""
        before, after = ((text or "").splitlines() for text in (self.before, self.after))
        return list(difflib.unified_diff(before, after, lineterm=""))[2:]


class Checkout:
    """The working tree around the project's FOLDER, of which COMMIT was checked out."""

    def __init__(self, folder: Path, commit: str) -> None:
        """Raises Problem where FOLDER is in no repository of git's that has COMMIT."""
        self._folder, self._commit = folder, commit
        self._git(folder, "cat-file", "-e", f"{commit}^{{commit}}")

    def changes(self, stacks: Iterable[str]) -> list[Change]:
        """The files of STACKS that are not as in the commit. Raises Problem."""
        found = [self.file(stack) for stack in stacks]
        return [each for each in found if each.before != each.after]

    def file(self, stack: str) -> Change:
        """The file of STACK in the commit, and now. Raises Problem."""
        path = StackFile(self._folder, stack).path
        start = self._git(path.parent, "rev-parse", "--show-prefix").strip()
        # Ends of lines stay as they are, or a file would differ by them alone.
        after = path.read_bytes().decode() if path.exists() else None
        return Change(f"{start}{path.name}", self._committed(path), after)

    def _committed(self, path: Path) -> str | None:
        if not self._git(path.parent, "ls-tree", self._commit, "--", path.name):
            return None
        return self._git(path.parent, "show", f"{self._commit}:./{path.name}")

    def _git(self, folder: Path, *words: str) -> str:
        try:
            run = subprocess.run(["git", *words], cwd=folder, capture_output=True, timeout=SECONDS, check=True)
            return run.stdout.decode()
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            said = getattr(error, "stderr", None) or str(error).encode()
            reason = " ".join(said.decode(errors="replace").split())
            what = f"git can't tell what {self._commit} holds: {reason}"
            raise Problem(what, "actions/checkout before it, in the folder of the repository") from None
