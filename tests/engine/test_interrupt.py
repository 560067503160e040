"""An `up` that is cut short leaves live traffic alone, and the next one converges."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from local.engine import run_engine
from tests.interrupt import cut

if TYPE_CHECKING:
    from tests.stage import Stage

MOMENTS = ["CreateLaunchTemplateVersion", "CreateAutoScalingGroup", "DescribeTargetHealth"]
"""Calls after which a release is cut: before the group, while it is made, while it boots."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_release_cut_short_converges(stage: Stage, moment: str, number: signal.Signals) -> None:
    """Live traffic stays where it was; after the next `up` the idle color has one healthy fleet and a clean preview."""
    release = f"3.{MOMENTS.index(moment)}.{int(number)}"
    stage.workspace.configure("green", release=release)
    cut(stage, "green", moment, number)
    assert stage.weights() == {"blue": 100, "green": 0}
    if number == signal.SIGKILL:
        stack = ("--stack", stage.workspace.stack("green"))
        run_engine(stage.workspace.directory, stage.workspace.environment, "cancel", "--yes", *stack).check()
    stage.workspace.up("green").check()
    assert len(stage.fleets("green")) == 1
    assert stage.health("green").count("healthy") == 2
    stage.assert_clean("green")
    assert stage.weights() == {"blue": 100, "green": 0}


def test_a_group_that_no_state_knows_is_named_and_put_aside(stage: Stage) -> None:
    """A group left in the idle color's target group by a killed create is taken out of it at the next release."""
    (fleet,) = stage.fleets("green")
    (group,) = stage.autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[fleet])["AutoScalingGroups"]
    stage.autoscaling.create_auto_scaling_group(
        AutoScalingGroupName="green-fleet-stray",
        LaunchTemplate={"LaunchTemplateId": group["LaunchTemplate"]["LaunchTemplateId"], "Version": "$Latest"},
        MinSize=1,
        MaxSize=1,
        VPCZoneIdentifier=group["VPCZoneIdentifier"],
        TargetGroupARNs=group["TargetGroupARNs"],
    )
    stage.workspace.configure("green", release="4.0.0")
    run = stage.workspace.up("green").check()
    assert "green-fleet-stray stands in green's target group but belongs to no release on record" in run.output
    assert "green-fleet-stray" not in stage.fleets("green")
    assert len(stage.fleets("green")) == 1
    stage.autoscaling.delete_auto_scaling_group(AutoScalingGroupName="green-fleet-stray", ForceDelete=True)
