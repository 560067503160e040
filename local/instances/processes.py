"""Process groups, and whatever left them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from local.instances.watchdog import Watchdog


_making = threading.Lock()
"""Held while a process or an executable file is made: a child has its parent's open files until it becomes another
program, and what anybody has open for writing can't be run (execve(2), ETXTBSY)."""


def write_executable(path: Path, text: str) -> None:
    """Write TEXT to PATH, a script that can be run at once."""
    with _making:
        path.write_text(text)
        path.chmod(0o700)


def start(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    files: tuple[IO[bytes], IO[bytes]],
    watchdog: Watchdog,
) -> subprocess.Popen[bytes]:
    """Run COMMAND in FOLDER as the leader of a session, and so of a process group, of its own.

    FILES are its output and error; raises OSError when it can't be run.
    """
    with _making:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=files[0],
            stderr=files[1],
            start_new_session=True,
        )
    watchdog.add(process.pid)
    return process


def signal_group(group: int, number: int) -> bool:
    """Send signal NUMBER to all of process GROUP; False when nobody is left in it."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        # macOS answers EPERM for a group of zombies.
        return False
    return True


def kill_strays(marker: str) -> None:
    """Kill every process with MARKER (`NAME=value`) in its environment: daemons that left their group.

    Needs /proc: on macOS a daemon that makes a session of its own outlives its instance.
    """
    wanted = marker.encode()
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                os.kill(int(entry.name), signal.SIGKILL)
