"""One switch under load: what it wrote, when the answers changed, and what changed nowhere else."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.engine import run_engine
from local.workspace import ROLES

if TYPE_CHECKING:
    from demo.load import Load
    from local.client import LocalAws
    from local.engine import Run
    from local.workspace import Workspace

STACK = "pulumi:pulumi:Stack"

CONVERGENCE = 10.0
"""Seconds that the listener gets to take effect; far more than any delay we set."""


@dataclass(frozen=True)
class Switch:
    """What one switch did; `started` in unix seconds, the rest in seconds from then, by the start of a request."""

    color: str
    old: str
    started: float
    changes: dict[str, int]
    writes: list[str]
    calls: int
    seconds: float
    first_new: float


def switch(cloud: LocalAws, workspace: Workspace, load: Load, color: str) -> Switch:
    """Make COLOR the active one, as a person would: one line of configuration, then `pulumi up`."""
    old = workspace.settings("router")["active_color"]
    stack = workspace.stack("router")
    before = cloud.last_call()
    started = time.time()
    run_engine(
        workspace.directory, workspace.environment, "config", "set", "active_color", color, "--stack", stack
    ).check()
    run = workspace.up("router").check()
    seconds = time.time() - started
    first = _wait_for(load, color, started)
    calls = [call for call in cloud.calls(before) if call.status < 400]  # noqa: PLR2004  HTTP errors begin there
    return Switch(
        color=color,
        old=old,
        started=started,
        changes=run.changes,
        writes=[call.action for call in calls if call.write],
        calls=len(calls),
        seconds=seconds,
        first_new=first - started,
    )


def last_of_old(load: Load, done: Switch) -> float:
    """Seconds from the command's start to the last request that the other color answered.

    Ask late, right before the next switch: whatever still came from the other color counts.
    """
    return (load.last(done.old, after=done.started).by_start or done.started) - done.started


def _wait_for(load: Load, color: str, started: float) -> float:
    deadline = time.monotonic() + CONVERGENCE
    while (first := load.first(color, after=started).by_start) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    return first or float("inf")


def changes_afterwards(workspace: Workspace) -> dict[str, str]:
    """What preview, refresh, and preview after refresh find, by stack; empty when they find nothing."""
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(ROLES, pool.map(lambda role: _changes_of(workspace, role), ROLES), strict=True))
    return {role: what for role, what in found.items() if what}


def _changes_of(workspace: Workspace, role: str) -> str:
    flags = ("--expect-no-changes",)
    looks = {
        "preview": lambda: workspace.preview(role, *flags),
        "refresh": lambda: workspace.run("refresh", role, "--yes", "--skip-preview", *flags),
        "preview after refresh": lambda: workspace.preview(role, *flags),
    }
    for name, look in looks.items():
        run = look()
        if run.code or run.changes or outputs_changed(run):
            return f"{name}: exit code {run.code}, {run.changes or 'no changes'}, outputs {outputs_changed(run)}"
    return ""


def outputs_changed(run: Run) -> list[str]:
    """Names of the stack's outputs that a run would change; `--expect-no-changes` does not count them."""
    for event in run.events:
        metadata = event.get("resOutputsEvent", {}).get("metadata", {})
        if metadata.get("type") == STACK:
            old: dict[str, Any] = (metadata.get("old") or {}).get("outputs") or {}
            new: dict[str, Any] = (metadata.get("new") or {}).get("outputs") or {}
            return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return []
