"""A command in a pseudo terminal of a fixed size, as a person at a terminal sees it."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import subprocess
import termios
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

COLUMNS, ROWS = 100, 40

CHUNK = 65536

NOT_INHERITED = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
"""What a shell may name of a real account, or of another terminal than this one."""


@dataclass(frozen=True)
class Told:
    """A finished command: how it ended, and all that it wrote to the terminal, control sequences included."""

    code: int
    raw: str


def run(line: Sequence[str], directory: Path, environment: Mapping[str, str]) -> Told:
    """Run LINE in DIRECTORY with ENVIRONMENT over this process's own, and wait for its end.

    A Ctrl-C here is one there: the command ends in its own time, and then this raises KeyboardInterrupt.
    """
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (ROWS, COLUMNS))
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    known = {**inherited, **environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    process = subprocess.Popen(
        line, cwd=directory, env=known, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    try:
        raw = _heard(ours, process.pid)
    finally:
        os.close(ours)
        code = process.wait()
    return Told(code, raw.decode(errors="replace"))


def _heard(terminal: int, group: int) -> bytes:
    """All that is written until the TERMINAL's last writer ends; nothing of the process GROUP is left then."""
    try:
        return _all_of(terminal)
    except KeyboardInterrupt:
        os.killpg(group, signal.SIGINT)
        _all_of(terminal)
        raise
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def _all_of(terminal: int) -> bytes:
    told = b""
    # Linux says that the last writer is gone with an error, macOS with an empty read.
    with contextlib.suppress(OSError):
        while chunk := os.read(terminal, CHUNK):
            told += chunk
    return told
