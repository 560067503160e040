"""A command of the user's that has a say before traffic moves."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path

from components.color import Color
from components.switch.switching import Switching

LINES = 10
"""How much of the command's output a refusal shows."""


def run_gate_command(switching: Switching, color: Color, release: str | None) -> str | None:
    """Run `gate_command` for COLOR and RELEASE; why it refuses, or None when it exits with 0.

    Its last lines follow the first line of the answer: they may hold anything, and are for whoever runs this only.

    It gets BLUEGREEN_COLOR, BLUEGREEN_RELEASE, BLUEGREEN_PREVIEW_URL and BLUEGREEN_PREVIEW_HEADER (`name: value`).
    After `gate_command_timeout` seconds it is ended, and all that it started.
    """
    gate = switching.gate
    (header,) = switching.preview_headers[color].items()
    environment = {
        "BLUEGREEN_COLOR": color.value,
        "BLUEGREEN_RELEASE": release or "",
        "BLUEGREEN_PREVIEW_URL": switching.url,
        "BLUEGREEN_PREVIEW_HEADER": ": ".join(header),
    }
    with tempfile.TemporaryDirectory(prefix="bluegreen-gate-") as folder:
        # Into a file: a pipe would stay open as long as anything that the command left behind.
        output = Path(folder) / "output"
        with output.open("wb") as file:
            process = subprocess.Popen(
                ["sh", "-c", gate.command or ""],
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            ended = _wait(process, gate.command_timeout)
        told = "\n".join(output.read_text(errors="replace").splitlines()[-LINES:])
    if ended == 0:
        return None
    how = f"took longer than {gate.command_timeout} seconds" if ended is None else f"ended with {ended}"
    return f"gate_command `{gate.command}` {how}" + (f"\nits last lines:\n{told}" if told else ", without output")


def _wait(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None
