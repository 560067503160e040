"""The life of the three stacks in steps: what is recorded with the real provider's code, and replayed without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.ports import free_port
from tests.contract.events import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.engine import Run
    from local.workspace import Workspace

FAULTY = {"FAULT_HEALTH": "fail"}


def play(workspace: Workspace) -> dict[str, Any]:
    """Every step's summary, by its name, in order."""
    return {name: summary(run) for name, run in _steps(workspace)}


def _steps(workspace: Workspace) -> Iterator[tuple[str, Run]]:
    workspace.configure("router", http_port=free_port(8700), health_check_interval=5, health_check_timeout=2)
    workspace.configure("router", deregistration_delay=5)
    # Without a soak: what the color before a switch may do next is what is recorded here.
    workspace.share(release_timeout=60, soak=0)
    workspace.init()
    yield from ((f"up {role}", workspace.up(role)) for role in ("router", "blue", "green"))
    yield from _clean(workspace, "first")
    yield from _refusals(workspace)
    workspace.configure("router", active_color="green")
    yield "switch", workspace.up("router")
    yield from _clean(workspace, "switch")
    workspace.configure("blue", release="1.2.0")
    yield "release", workspace.up("blue")
    yield from _clean(workspace, "release")
    workspace.configure("blue", release="1.3.0", app_env=FAULTY, release_timeout=15)
    yield from ((f"failed release, run {number}", workspace.up("blue")) for number in (1, 2))
    workspace.configure("blue", release="1.2.0", app_env=None, release_timeout=60)
    yield "old release put back", workspace.up("blue")
    yield from _clean(workspace, "healing")
    workspace.configure("green", capacity={"min": 3, "max": 4})
    yield "capacity of the live color", workspace.up("green")
    workspace.configure("green", capacity=None)
    yield "capacity back", workspace.up("green")
    workspace.tag(team="shop")
    yield "tag", workspace.up("blue")
    yield "destroy", workspace.destroy("blue")
    yield "rebuild", workspace.up("blue")


def _refusals(workspace: Workspace) -> Iterator[tuple[str, Run]]:
    workspace.configure("blue", release="9.9.9")
    yield "release to the live color", workspace.up("blue")
    workspace.configure("blue", release="1.0.0")
    yield "destroy of the live color", workspace.destroy("blue")
    workspace.configure("router", active_color="green", gate_command="false")
    yield "preview of a refused switch", workspace.preview("router")
    yield "refused switch", workspace.up("router")
    workspace.configure("router", active_color="blue", gate_command=None)
    yield "preview router after refusals", workspace.preview("router", "--expect-no-changes")


def _clean(workspace: Workspace, after: str) -> Iterator[tuple[str, Run]]:
    for role in ("router", "blue", "green"):
        yield f"preview {role} after {after}", workspace.preview(role, "--expect-no-changes")
        yield f"refresh {role} after {after}", workspace.refresh_preview(role, "--expect-no-changes")
