"""The background processes of one local AWS: started, known by pid file, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

PROJECT = Path(__file__).resolve().parent.parent

PARTS = ("cloud", "balancer", "providers")
"""Each is `python -m local.PART DIR`."""

POLL_SECONDS = 0.05
GRACE_SECONDS = 15.0
"""Between SIGTERM and SIGKILL: longer than the cloud leaves its instances to stop."""


def pid_file(directory: Path, part: str) -> Path:
    """Where PART's process id stands."""
    return directory / f"{part}.pid"


def log_file(directory: Path, part: str) -> Path:
    """Where PART's output goes."""
    return directory / f"{part}.log"


def start(directory: Path, part: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start PART of the local AWS in DIRECTORY (absolute), in a session of its own, and note its process id."""
    with log_file(directory, part).open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"local.{part}", str(directory)],
            cwd=PROJECT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    pid_file(directory, part).write_text(f"{process.pid}\n")
    return process


def find(directory: Path, part: str) -> int | None:
    """Process id of PART in DIRECTORY (absolute); None when it does not run, also if its number is somebody else's."""
    try:
        pid = int(pid_file(directory, part).read_text())
    except (FileNotFoundError, ValueError):
        return None
    return pid if _is_ours(pid, directory, part) else None


def stop(directory: Path, parts: Iterable[str] = PARTS) -> list[str]:
    """End the PARTS that run in DIRECTORY (absolute), wait for them, and return which those were."""
    running = {part: pid for part in parts if (pid := find(directory, part))}
    for number in (signal.SIGTERM, signal.SIGKILL):
        left = [part for part, pid in running.items() if _is_ours(pid, directory, part)]
        for part in left:
            with suppress(ProcessLookupError):
                os.kill(running[part], number)
        wait_until(lambda: not any(_is_ours(running[part], directory, part) for part in running), GRACE_SECONDS)
    return list(running)


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Wait until HOLDS, at most SECONDS; returns whether it did."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() >= deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def last_lines(directory: Path, part: str, count: int = 15) -> str:
    """Return the end of PART's log."""
    with suppress(FileNotFoundError):
        return "\n".join(log_file(directory, part).read_text(errors="replace").splitlines()[-count:])
    return ""


def _is_ours(pid: int, directory: Path, part: str) -> bool:
    words = _command_line(pid)
    return f"local.{part}" in words and str(directory) in words


def _command_line(pid: int) -> list[str]:
    """Words of the process's command; none for a process that has ended, waited for or not."""
    if Path("/proc/self/cmdline").exists():
        with suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        return []
    listed = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    # `ps` does not quote: a folder with a blank in its name has to be found within the line.
    return [listed.strip(), *listed.split(), *(_tail(listed))]


def _tail(line: str) -> list[str]:
    return line.strip().split(" ", 3)[3:]
