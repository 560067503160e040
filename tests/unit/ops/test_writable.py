"""Files that a person names for what comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ops.problem import Problem
from ops.writable import check_writable

if TYPE_CHECKING:
    from pathlib import Path


def test_where_it_can_not_be_written_is_known_before_the_work(tmp_path: Path) -> None:
    """No folder, or a folder itself; the option is named, and no file is made."""
    for file in (tmp_path / "none" / "check.xml", tmp_path):
        with pytest.raises(Problem, match=r"--junit .* can't be written"):
            check_writable("--junit", file)
    check_writable("--junit", tmp_path / "check.xml")
    assert list(tmp_path.iterdir()) == []
