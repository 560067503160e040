"""Ctrl-C and what means the same: SIGTERM, as a canceled CI job gets it, and SIGHUP of a terminal that was closed."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def as_ctrl_c() -> contextlib.AbstractContextManager[None]:
    """A block in which each of SIGNALS raises KeyboardInterrupt."""
    return _handled(signal.default_int_handler)


def interrupts_only(act: Callable[[int], None]) -> contextlib.AbstractContextManager[None]:
    """A block in which each of SIGNALS does nothing but ACT, which gets its number."""
    return _handled(lambda number, _frame: act(number))


def uninterrupted() -> contextlib.AbstractContextManager[None]:
    """A block in which SIGNALS do nothing: what it puts right or keeps must not be left half done."""
    return interrupts_only(lambda _number: None)


@contextlib.contextmanager
def _handled(handler: Callable[[int, FrameType | None], object]) -> Generator[None]:
    # Whoever starts a command with `nohup` wants it to outlive the terminal.
    outlives = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    heard = [number for number in SIGNALS if number != signal.SIGHUP or not outlives]
    before = {number: signal.signal(number, handler) for number in heard}
    try:
        yield
    finally:
        for number, each in before.items():
            signal.signal(number, each)
