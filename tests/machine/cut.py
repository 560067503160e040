"""An `up` that is cut short at a chosen call: by Ctrl-C, or with all that runs in its shell killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine import run_engine
from tests.interrupt import Background, wait_until

if TYPE_CHECKING:
    from tests.stage import Stage

SILENCE = 0.3
"""Seconds without a call, after which a call is taken to be done."""

OURS, PROVIDER = "bluegreen", "Pulumi/"
"""In the User-Agent of the program's own calls, and of the provider's."""


@dataclass(frozen=True)
class Moment:
    """An update's first call of ACTION by AGENT, `before` or `after` the cloud performed it."""

    action: str
    agent: str
    when: str


def cut(stage: Stage, role: str, moment: Moment, *, kill: bool) -> None:
    """Start `up` of ROLE and cut it short at MOMENT, or let it end where that does not come; the lock is removed."""
    rule = stage.cloud.fault(actions=[moment.action], agent=moment.agent, hold=moment.when, times=1)
    running = Background(stage, role)
    try:
        wait_until(lambda: running.ended or stage.cloud.holds())
        if not running.ended:
            _kill(running) if kill else running.interrupt()
    finally:
        stage.cloud.clear_faults(rule)
        running.end()
    if kill:
        wait_until(lambda: _silent(stage))
        name = ("--stack", stage.workspace.stack(role))
        run_engine(stage.workspace.directory, stage.workspace.environment, "cancel", "--yes", *name).check()


def _kill(running: Background) -> None:
    for process in _family(running.pid):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    wait_until(lambda: running.ended)


def _silent(stage: Stage) -> bool:
    """Whether the provider, which outlives the engine here, has ended what it was at."""
    calls = [call.time for call in stage.cloud.calls() if PROVIDER in call.agent]
    return time.time() - max(calls, default=0.0) > SILENCE


def _family(process: int) -> list[int]:
    """PROCESS and all that it started, itself first."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(int(word) for word in line.split()) for line in listed.splitlines()]
    family = [process]
    for each in family:
        family += [child for child, parent in pairs if parent == each]
    return family
