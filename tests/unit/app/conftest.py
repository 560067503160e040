"""The sample release as a process, started the way an instance starts it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

APP = Path(__file__).parents[3] / "app" / "app.py"


def _catches(status: str, number: signal.Signals) -> bool:
    """Whether a process with this STATUS has a handler for signal NUMBER (proc(5), "SigCgt")."""
    (caught,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught, 16) >> (number - 1) & 1)


class Release:
    """A running app.py and what it wrote."""

    def __init__(self, **environment: str) -> None:
        """Start it; ENVIRONMENT adds to what the user data sets."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        base = {"APP_COLOR": "blue", "APP_RELEASE": "1.0.0", "APP_INSTANCE": "i-1", "APP_HOST": "127.0.0.1"}
        self.process = subprocess.Popen(
            [sys.executable, "-S", str(APP)],
            env={"PATH": os.environ["PATH"], **base, "APP_PORT": str(self.port), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_until_serving(self) -> Release:
        """Return once the port is open."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except ConnectionRefusedError:
                time.sleep(0.01)
            else:
                return self
        raise AssertionError(self.process.communicate())

    def wait_until_stoppable(self) -> Release:
        """Return once SIGTERM is caught; where the kernel does not tell, after a second."""
        known = Path(f"/proc/{self.process.pid}/status")
        deadline = time.monotonic() + (10 if known.exists() else 1)
        while time.monotonic() < deadline and not (known.exists() and _catches(known.read_text(), signal.SIGTERM)):
            time.sleep(0.01)
        return self

    def connect(self) -> http.client.HTTPConnection:
        """Open a connection, which stays open between requests."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def get(self, path: str, method: str = "GET") -> tuple[int, dict[str, Any]]:
        """Ask once, on a connection of its own."""
        connection = self.connect()
        connection.request(method, path)
        answer = connection.getresponse()
        body = json.load(answer)
        connection.close()
        return answer.status, body

    def stop(self) -> tuple[int, list[dict[str, Any]]]:
        """Send SIGTERM; return the exit status and the access log."""
        self.process.send_signal(signal.SIGTERM)
        output, _ = self.process.communicate(timeout=15)
        return self.process.returncode, [json.loads(line) for line in output.splitlines()]


@pytest.fixture
def release() -> Iterator[Callable[..., Release]]:
    """Start releases that end with the test."""
    started: list[Release] = []

    def start(**environment: str) -> Release:
        started.append(Release(**environment))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.communicate()
