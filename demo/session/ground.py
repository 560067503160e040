"""Where a session is recorded: an AWS on this machine and three stacks, gone when the block ends."""

from __future__ import annotations

import contextlib
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from local.client import LocalAws
from local.ports import free_port, is_free
from local.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Generator

PORT, PORTS, HTTP_PORT = 4766, 3, 8080
"""A local AWS takes its port and the two above it."""

PACE = {"registration_delay": 0.5, "listener_delay": 0.5, "check_pace": 0.2, "metric_period": 1}
"""Options of the local AWS (seconds, and a share of a check's interval) with which a release takes no minute."""

QUICK = {"health_check_interval": 5, "health_check_timeout": 2, "deregistration_delay": 5}
"""Settings of the router (seconds), as little as AWS allows."""


@contextlib.contextmanager
def cloud() -> Generator[LocalAws]:
    """A local AWS of its own on free ports; its processes and its folder end with the block, also on Ctrl-C."""
    with tempfile.TemporaryDirectory(prefix="bluegreen-session-") as folder:
        directory = Path(folder) / "aws"
        try:
            yield LocalAws.start(directory, _port(), **PACE)
        finally:
            if (directory / "settings.json").exists():
                LocalAws(directory).stop()


def stacks(running: LocalAws) -> Workspace:
    """Three deployed stacks on RUNNING, without a soak: green's next release may follow its last at once."""
    workspace = Workspace(running.directory / "stacks", running.environment)
    workspace.configure("router", http_port=free_port(HTTP_PORT), **QUICK)
    workspace.share(soak=0)
    workspace.init()
    workspace.up("router").check()
    with ThreadPoolExecutor(2) as pool:
        for run in pool.map(workspace.up, ("blue", "green")):
            run.check()
    return workspace


def _port() -> int:
    port = free_port(PORT)
    while not all(is_free(port + offset) for offset in range(PORTS)):
        port = free_port(port + PORTS)
    return port
