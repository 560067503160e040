"""Whether a file that a person named can be written: found out before the work, not after it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ops.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path


def check_writable(option: str, file: Path) -> None:
    """Raise Problem where FILE, which OPTION names, can't be written; nothing is made or changed."""
    place = file if file.exists() else file.absolute().parent
    if file.is_dir() or not place.exists() or not os.access(place, os.W_OK):
        what = f"nothing was changed: {option} {file} can't be written"
        raise Problem(what, f"again with {option} FILE, in a folder that you may write to")
