"""A command line of the user's, run in a shell for a limited time."""

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LINES = 10
"""How much of a command's output is kept."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, None where its time was over, and the last lines of both its streams."""

    code: int | None
    lines: str


def run_shell(command: str, variables: Mapping[str, str], seconds: float, given: str = "") -> Ended:
    """Run COMMAND with VARIABLES in its environment and GIVEN on its standard input.

    After SECONDS it is ended, and all that it started. Raises OSError where no process can be started.
    """
    with tempfile.TemporaryDirectory(prefix="bluegreen-command-") as folder:
        # Files: a pipe would stay open as long as anything that the command left behind, and block what is not read.
        output, told = Path(folder) / "output", Path(folder) / "input"
        told.write_text(given, encoding="utf-8")
        with output.open("wb") as out, told.open("rb") as into:
            process = subprocess.Popen(
                ["sh", "-c", command],
                env={**os.environ, **variables},
                stdin=into,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            code = _wait(process, seconds)
        return Ended(code, "\n".join(output.read_text(errors="replace").splitlines()[-LINES:]))


def _wait(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        return None
    except KeyboardInterrupt:
        # It has a session of its own, so that Ctrl-C does not reach it.
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
