"""Run another program to its end and hand on its lines while it runs."""

from __future__ import annotations

import subprocess
from collections import deque
from typing import TYPE_CHECKING

from tools.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

KEPT_LINES = 15  # enough of the end of an output to see why a program failed
GRACE = 10.0  # seconds that an interrupted program has to end by itself


def run(
    arguments: Sequence[str],
    *,
    next_command: str,
    on_line: Callable[[str], None] = lambda _: None,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run `arguments` in `folder`, calling `on_line` with each line of its output (both streams).

    Raises `Problem` with the last lines when the program is missing or ends with a code other than 0.
    """
    last: deque[str] = deque(maxlen=KEPT_LINES)
    process = _started(arguments, folder, environment, next_command)
    try:
        for line in process.stdout or ():
            last.append(line.rstrip())
            on_line(line.rstrip())
        code = process.wait()
    finally:
        _end(process)
    if code != 0:
        end = "".join(f"\n    {line}" for line in last)
        raise Problem(f"`{' '.join(arguments[:4])} ...` ended with code {code}:{end}", next_command)


def _started(
    arguments: Sequence[str], folder: Path | None, environment: Mapping[str, str] | None, next_command: str
) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(
            arguments,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    except OSError as error:
        raise Problem(f"{arguments[0]} does not start: {error.strerror}", next_command) from error


def _end(process: subprocess.Popen[str]) -> None:
    """Make sure that no program outlives the call, also when the call is interrupted."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
