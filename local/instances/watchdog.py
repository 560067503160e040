"""Ends the instances when their supervisor is gone, however it went.

Run as a program, it reads `+GROUP` and `-GROUP` lines (process groups) from its standard input, whose other end only
the supervisor holds. When that closes, it kills the groups that are left. A pipe works alike on Linux and macOS.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading


class Watchdog:
    """The supervisor's end of the pipe; safe to use from several threads."""

    def __init__(self) -> None:
        """Start the watching process, in a session of its own so that Ctrl-C does not reach it."""
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-IS", __file__], stdin=subprocess.PIPE, start_new_session=True, text=True, bufsize=1
        )

    def add(self, group: int) -> None:
        """Kill process GROUP when the supervisor is gone."""
        self._say(f"+{group}\n")

    def remove(self, group: int) -> None:
        """GROUP has ended."""
        self._say(f"-{group}\n")

    def close(self) -> None:
        """Kill what is left, and wait until that is done."""
        with self._lock, contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        self._process.wait()

    def _say(self, line: str) -> None:
        with self._lock, contextlib.suppress(OSError, ValueError):
            if self._process.stdin:
                self._process.stdin.write(line)


def watch() -> None:
    """Keep the list of groups until the pipe closes, then kill them."""
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line[0] == "+":
            groups.add(group)
        else:
            groups.discard(group)
    for group in groups:
        with contextlib.suppress(OSError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    watch()
