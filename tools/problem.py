"""The one error that the tools show to a person."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED = 130  # what a shell reports after Ctrl-C


class Problem(Exception):  # noqa: N818  (it is told to a person, never caught as an error class)
    """Something a person has to know: what is wrong and where, then the next command."""

    def __init__(self, what: str, next_command: str) -> None:
        """Keep both halves apart, so that every message has both."""
        super().__init__(what)
        self.next_command = next_command

    def __str__(self) -> str:
        """Return the text for the terminal."""
        return f"{self.args[0]}\n  next: {self.next_command}"


def told(main: Callable[[], int]) -> int:
    """Run a tool's main; return its exit code, or 1 after telling a problem, or 130 after Ctrl-C."""
    try:
        return main()
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    except OSError as error:  # a full disk, a folder without rights
        print(f"error: {error}\n  next: make room or give rights there, then the same command again", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; nothing was left half-done", file=sys.stderr)
        return INTERRUPTED
