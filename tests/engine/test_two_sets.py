"""A prefix makes another set of stacks beside the first, on one account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.workspace import Workspace
from tests.stage import Stage

if TYPE_CHECKING:
    from pathlib import Path


def test_two_sets_switch_apart(stage: Stage, tmp_path: Path) -> None:
    """The second set comes up beside the first, and a switch of one moves nothing of the other."""
    second = Stage(stage.cloud, Workspace(tmp_path / "stacks", stage.cloud.environment, "staging-")).deploy()
    second.workspace.configure("router", active_color="green")
    second.workspace.up("router").check()
    assert second.weights() == {"blue": 0, "green": 100}
    assert stage.weights() == {"blue": 100, "green": 0}
    routers = [stage.workspace.stack("router"), second.workspace.stack("router")]
    names = [f"/bluegreen/bluegreen/{router}/active" for router in routers]
    assert stage.ssm.get_parameters(Names=names)["InvalidParameters"] == []
    stage.assert_clean()
    second.assert_clean()
