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
    _never_moves_to_the_other_router(stage, second)


def _never_moves_to_the_other_router(stage: Stage, second: Stage) -> None:
    """A live color that names the other set's router would leave its target group: refused in preview and in update."""
    before = stage.cloud.last_call()
    stage.workspace.configure("blue", router=second.workspace.stack("router"))
    for run in (stage.workspace.preview("blue"), stage.workspace.up("blue")):
        assert run.code != 0
        assert "out of its target group" in run.output
        assert "blue carries traffic (weight 100)" in run.output
    assert {call.action for call in stage.cloud.writes(before)} == {"PutLogEvents"}
    stage.workspace.configure("blue", router=None)
    stage.assert_clean("blue")
