"""A script that was just written can be run, whatever else is started meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from local.instances import processes
from local.instances.watchdog import Watchdog

if TYPE_CHECKING:
    from pathlib import Path

MANY = 600
"""Without a lock about five of as many can't be run, since a process that is being made still has them open."""


def test_scripts_that_are_made_at_once_all_run(tmp_path: Path) -> None:
    """As when a fleet's instances boot side by side."""
    watchdog = Watchdog()

    def run(number: int) -> int:
        script = tmp_path / str(number)
        processes.write_executable(script, "#!/bin/sh\nexit 7\n")
        with (tmp_path / "output").open("ab") as output:
            process = processes.start([str(script)], {}, tmp_path, (output, output), watchdog)
        status = process.wait()
        watchdog.remove(process.pid)
        return status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(run, range(MANY)))
    watchdog.close()
    assert set(statuses) == {7}
