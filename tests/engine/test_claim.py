"""What a killed create left under a fixed name is named with the command that removes it; after that all converges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from local.engine import run_engine
from local.ports import free_port
from local.workspace import Workspace
from tests.aws_command import run_aws
from tests.interrupt import Background, wait_until
from tests.stage import LISTENER_PORT, QUICK, Stage

if TYPE_CHECKING:
    from local.client import LocalAws

REMOVAL = re.compile(r"remove it and run pulumi up again: (aws .*)$", re.MULTILINE)


KILLED = [
    ("router", ("PutParameter",), "-router/active"),
    ("blue", ("CreateLogGroup",), "-blue/"),
    ("green", ("CreateAutoScalingGroup", "PutParameter"), "-green/release"),
]
"""Whose first update is killed, after which calls, and what the last of them made."""


@pytest.fixture(scope="module")
def stage(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Three stacks that the tests bring up, one killed create after the other."""
    workspace = Workspace(tmp_path_factory.mktemp("claims"), cloud.environment, "claim-")
    workspace.configure("router", http_port=free_port(LISTENER_PORT), **QUICK)
    workspace.share(release_timeout=40)
    workspace.init()
    return Stage(cloud, workspace)


def _kill(stage: Stage, role: str, *actions: str) -> None:
    """Start `up` of ROLE and end it with SIGKILL once the last of ACTIONS was performed, one after the other."""
    rule = stage.cloud.fault(actions=[actions[0]], hold="after")
    running = Background(stage, role)
    _wait_until_held(stage, running)
    for action in actions[1:]:
        following = stage.cloud.fault(actions=[action], hold="after")
        stage.cloud.clear_faults(rule)
        rule = following
        _wait_until_held(stage, running)
    running.kill()
    stage.cloud.clear_faults()
    flags = ("--yes", "--stack", stage.workspace.stack(role))
    run_engine(stage.workspace.directory, stage.workspace.environment, "cancel", *flags).check()


def _wait_until_held(stage: Stage, running: Background) -> None:
    wait_until(lambda: running.ended or stage.cloud.holds())
    assert not running.ended, running.end().output


def _go_on_as_told(stage: Stage, role: str) -> list[str]:
    """Try `up` of ROLE and run each command that it names, until it passes; the commands."""
    told: list[str] = []
    while (run := stage.workspace.up(role)).code:
        commands = REMOVAL.findall(run.output)
        assert set(commands) - set(told), run.output
        assert "exists already, and this stack's state does not know it" in run.output
        assert "Traceback" not in run.output
        for command in commands:
            run_aws(stage.cloud, command)
        told += commands
    return told


@pytest.mark.parametrize(("role", "actions", "made"), KILLED)
def test_what_a_killed_create_left_is_named_with_its_removal(
    stage: Stage, role: str, actions: tuple[str, ...], made: str
) -> None:
    """Nothing that no state knows is taken for ours; without it the update passes, and its preview is clean."""
    _kill(stage, role, *actions)
    assert any(made in command for command in _go_on_as_told(stage, role))
    stage.assert_clean(role)
