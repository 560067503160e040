"""Ctrl-C, where it must not end a block."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


@contextlib.contextmanager
def ctrl_c_only(act: Callable[[], None]) -> Generator[None]:
    """A block in which Ctrl-C does nothing but ACT."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: act())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
