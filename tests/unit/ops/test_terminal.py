"""What is said where nobody listens any more."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

from ops.terminal import complain

if TYPE_CHECKING:
    import pytest


def test_a_closed_terminal_does_not_end_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits for its engine all the same, and puts the file right."""

    def gone(_text: str) -> int:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(sys.stderr, "write", gone)
    complain("interrupted")
