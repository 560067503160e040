"""An `up` that runs in the background, and how it is cut short."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from typing import TYPE_CHECKING, Any

from local.engine import Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stage import Stage

DEADLINE = 90
"""Seconds for an interrupted engine to end."""

HEARD = "^C received"
"""How the engine says that a Ctrl-C reached it."""


class Background:
    """`pulumi up --yes --skip-preview` of ROLE's stack, begun at once; its events are kept for `end`."""

    def __init__(self, stage: Stage, role: str, *flags: str) -> None:
        """Start the engine in a process group of its own, as a shell would."""
        self._command = ("pulumi", "up", "--stack", stage.workspace.stack(role), "--yes", "--skip-preview", *flags)
        self._begun = time.monotonic()
        self._told = tempfile.TemporaryFile()  # noqa: SIM115  closed by `end`
        self._process = subprocess.Popen(
            [*self._command, "--non-interactive", "--color", "never", "--json"],
            cwd=stage.workspace.directory,
            env={**os.environ, **stage.workspace.environment},
            stdin=subprocess.DEVNULL,
            stdout=self._told,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The engine's process, and its group."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether the engine has ended by itself."""
        return self._process.poll() is not None

    def send(self, number: signal.Signals) -> None:
        """Cut it short: Ctrl-C reaches the whole group, kill -9 only the engine, as when a runner dies."""
        (os.killpg if number == signal.SIGINT else os.kill)(self._process.pid, number)

    def interrupt(self) -> None:
        """Ctrl-C; returns once the engine has said that it heard it."""
        self.send(signal.SIGINT)
        wait_until(lambda: HEARD in self._read() or self.ended)

    def kill(self) -> None:
        """End the engine at once; returns when it is gone."""
        self.send(signal.SIGKILL)
        self._process.wait(DEADLINE)

    def end(self) -> Run:
        """Wait for the engine's end; what it told until then, of a last line cut in two nothing."""
        code = self._process.wait(DEADLINE)
        seconds, told = time.monotonic() - self._begun, self._read()
        self._told.close()
        events = [event for line in told.splitlines() if (event := _event(line))]
        run = Run(self._command, code, "", seconds, events)
        others = [line for line in told.splitlines() if line and not line.startswith("{")]
        return Run(self._command, code, "\n".join([*run.diagnostics, *others]), seconds, events)

    def _read(self) -> str:
        # At an offset of its own: the engine shares the file's.
        size = os.fstat(self._told.fileno()).st_size
        return os.pread(self._told.fileno(), size, 0).decode(errors="replace")


def cut(stage: Stage, role: str, action: str, number: signal.Signals) -> int:
    """Start `up` of ROLE, send it signal NUMBER once ACTION was called, and return its exit code."""
    before = stage.cloud.last_call()
    running = Background(stage, role)
    wait_until(lambda: any(call.action == action for call in stage.cloud.calls(before)))
    running.send(number)
    return running.end().code


def wait_until(condition: Callable[[], bool]) -> None:
    """Return once CONDITION holds; raises TimeoutError when it does not come true."""
    pause = threading.Event()
    for _ in range(DEADLINE * 20):
        if condition():
            return
        pause.wait(0.05)
    raise TimeoutError


def _event(line: str) -> dict[str, Any] | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None
