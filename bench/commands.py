"""What a person waits for `bluegreen`: a look, a plan, a switch, and the way back, also while an update hangs."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from local.engine import NOT_INHERITED
from local.workspace import PROJECT

if TYPE_CHECKING:
    from collections.abc import Generator

    from local.client import LocalAws
    from local.workspace import Workspace

LOOKS, ROUNDS = 5, 3
"""Runs of `status`, of which the least counts, and of a plan and of each move, of which the median does."""

HELD = "DescribeLaunchTemplates"
"""A call of a color's refresh, and of no switch."""

PATIENCE, POLL = 60.0, 0.05
"""Seconds until the update must hang, and between two looks."""


def measure(cloud: LocalAws, workspace: Workspace) -> list[tuple[str, str]]:
    """Rows of `status` and of moves there and back on the deployed stacks of WORKSPACE, where blue is active."""
    looks = [_run(workspace, "status", "--json") for _ in range(LOOKS)]
    plan, alone = _plan(workspace)
    switches, backs, beside = list[float](), list[float](), list[float]()
    for _ in range(ROUNDS):
        switches.append(_run(workspace, "switch", "--yes")[0])
        backs.append(_back(workspace))
        switches.append(_run(workspace, "switch", "--yes")[0])
        with _hanging(cloud, workspace):
            beside.append(_back(workspace))
    switch, back, hung = (statistics.median(each) for each in (switches, backs, beside))
    return [
        ("bluegreen status, wall (least)", f"{min(wall for wall, _ in looks):.2f} s"),
        ("bluegreen status, CPU (least)", f"{min(work for _, work in looks):.2f} s"),
        ("bluegreen plan of a switch, three stacks side by side, wall (median)", f"{plan:.1f} s"),
        ("the same / pulumi preview of the router alone", f"{plan / alone:.2f}"),
        ("bluegreen switch, wall (median)", f"{switch:.1f} s"),
        ("bluegreen rollback / switch", f"{back / switch:.2f}"),
        ("bluegreen rollback while an up of the color it leaves hangs, wall (median)", f"{hung:.1f} s"),
        ("the same / bluegreen switch", f"{hung / switch:.2f}"),
        ("the same / bluegreen rollback", f"{hung / back:.2f}"),
    ]


def _plan(workspace: Workspace) -> tuple[float, float]:
    """Median wall seconds of a plan of a switch, and of the router's preview alone."""
    workspace.configure("router", active_color="green")
    plans, previews = list[float](), list[float]()
    for _ in range(ROUNDS):
        plans.append(_run(workspace, "plan", "--json")[0])
        begun = time.monotonic()
        workspace.preview("router").check()
        previews.append(time.monotonic() - begun)
    workspace.configure("router", active_color="blue")
    return statistics.median(plans), statistics.median(previews)


def _back(workspace: Workspace) -> float:
    # Unmarked: the next switch goes to the same release.
    return _run(workspace, "rollback", "--yes", "--unmarked")[0]


def _run(workspace: Workspace, *words: str) -> tuple[float, float]:
    """Wall and CPU seconds of `bluegreen WORDS`, the engine's included. Raises RuntimeError where it fails."""
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    begun, before = time.monotonic(), _work()
    run = subprocess.run(
        (sys.executable, "-m", "ops", *words, "--router", workspace.stack("router")),
        cwd=workspace.directory,
        env={**inherited, **workspace.environment, "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(f"`bluegreen {' '.join(words)}` ended with {run.returncode}: {run.stderr.strip()}")
    return time.monotonic() - begun, _work() - before


def _work() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _hanging(cloud: LocalAws, workspace: Workspace) -> Generator[None]:
    """A block during which an update of green hangs at its first call, with green's lock held; then it ends."""
    with ThreadPoolExecutor(1) as pool:
        with cloud.faulty(actions=[HELD], hold="before") as rule:
            update, deadline = pool.submit(workspace.up, "green", "--refresh"), time.monotonic() + PATIENCE
            while not cloud.holds(rule):
                if update.done() or time.monotonic() > deadline:
                    raise TimeoutError(f"the update of green did not come to {HELD}, so that it can't be held there")
                time.sleep(POLL)
            yield
        update.result().check()
