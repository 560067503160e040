"""The local AWS that a command looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.client import LocalAws
from local.commands.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path


def ask(directory: Path, path: str) -> dict[str, Any]:
    """Ask the local AWS in DIRECTORY for PATH of its control API; raises Problem when none answers."""
    try:
        return LocalAws(directory).ask(path)
    except OSError:
        raise Problem(f"no local AWS answers in {directory}", f"bluegreen local up --dir {directory}") from None
