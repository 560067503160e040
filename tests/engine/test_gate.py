"""The gate: a switch to a color that is not ready is refused inside `pulumi up`, and leaves no trace but its record."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from local.engine import run_engine
from tests.engine import breakage
from tests.engine.refusals import refuse
from tests.engine.switch_stage import OURS, wait_until
from tests.engine.told import told
from tests.processes import lives

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.engine.switch_stage import SwitchStage

DENIED = {"code": "AccessDeniedException", "status": 400, "message": "not allowed"}

UNREADY: dict[str, tuple[Callable[[SwitchStage], AbstractContextManager[None]], tuple[str, ...]]] = {
    "no-targets": (breakage.parked, ("green: 0 of 0 healthy: it has no targets", "describe-target-health")),
    "one-of-two": (
        breakage.hanging,
        (
            "1 of 2 healthy: 1 unhealthy (Target.Timeout)",
            "every registered target healthy",
            "allow_unready green@1.1.0",
        ),
    ),
    "all-unhealthy": (breakage.failing, ("0 of 2 healthy: 2 unhealthy (Target.ResponseCodeMismatch)",)),
    "draining": (breakage.draining, ("1 of 2 healthy: 1 draining (Target.DeregistrationInProgress)",)),
    "deploying": (
        breakage.deploying,
        ("green: release 1.2.0 by ada@laptop is under way", "If that work was killed: pulumi cancel, then pulumi up"),
    ),
    "two-fleets": (breakage.two_fleets, ("1 target does not belong to its fleet on record, green-fleet-",)),
    "no-record": (breakage.unrecorded, ("green: it has no release record",)),
    "half-the-capacity": (
        lambda stage: breakage.scaled(stage, "blue", 4),
        ("green: 2 healthy, and 4 are needed beside 4 in service (capacity_ratio 1)",),
    ),
}


@pytest.mark.parametrize("name", UNREADY)
def test_a_switch_to_an_unready_color_is_refused(switch_stage: SwitchStage, name: str) -> None:
    """The message has the counts, each reason and the next command; nothing is written but the record."""
    broken, phrases = UNREADY[name]
    with broken(switch_stage):
        refuse(switch_stage, *phrases, name=name)


def test_a_smoke_path_that_fails_refuses_a_switch(switch_stage: SwitchStage) -> None:
    """Each path must answer 2xx; the one that did not is named with its status."""
    switch_stage.workspace.configure("router", smoke_paths=["/ready", "/?delay=never"])
    refuse(switch_stage, "green: /?delay=never answered 400", "skip_smoke green@1.1.0", name="smoke-status")


def test_a_smoke_path_answered_by_the_other_color_refuses_a_switch(switch_stage: SwitchStage) -> None:
    """An answer of the live color proves nothing about the idle one."""
    with breakage.closed_route(switch_stage):
        refuse(switch_stage, "/ready was answered by blue", "preview_sources", name="smoke-color")


def test_a_smoke_path_answered_by_another_release_refuses_a_switch(switch_stage: SwitchStage) -> None:
    """What runs must be what is on record."""
    with breakage.recorded_as(switch_stage, "1.1.9"):
        refuse(switch_stage, "/ready was answered by release 1.1.0, not by 1.1.9", name="smoke-release")


def test_a_gate_command_that_fails_refuses_a_switch(switch_stage: SwitchStage) -> None:
    """It knows color, release and route; its exit code decides, and its last lines are told."""
    command = 'echo "looked at $BLUEGREEN_COLOR $BLUEGREEN_RELEASE with $BLUEGREEN_PREVIEW_HEADER"; exit 3'
    switch_stage.workspace.configure("router", gate_command=command)
    phrases = ("ended with 3\nits last lines:\nlooked at green 1.1.0 with x-bluegreen: green", "skip_smoke green@1.1.0")
    refuse(switch_stage, *phrases, name="command-failed")


def test_a_gate_command_that_hangs_refuses_a_switch(switch_stage: SwitchStage, tmp_path: Path) -> None:
    """It is ended when its time is up, and so is what it started."""
    pid = tmp_path / "pid"
    command = f"sleep 600 & echo $! > {pid}; echo begun; wait"
    switch_stage.workspace.configure("router", gate_command=command, gate_command_timeout=1)
    refuse(switch_stage, "took longer than 1 seconds\nits last lines:\nbegun")
    wait_until(lambda: not lives(int(pid.read_text())))


def test_a_missing_permission_refuses_a_switch_and_is_named(switch_stage: SwitchStage) -> None:
    """The gate is never passed blindly."""
    with switch_stage.cloud.faulty(actions=["DescribeTargetHealth"], agent="bluegreen", error=DENIED):
        refuse(
            switch_stage,
            "lack the permission elasticloadbalancing:DescribeTargetHealth",
            "Nobody switches blindly",
            name="permission",
        )


def test_a_color_that_boots_is_waited_for(switch_stage: SwitchStage) -> None:
    """Within `gate_timeout` a color that becomes ready is switched to, after two looks in a row."""
    stage, fleet = switch_stage, switch_stage.fleet("green")
    group = stage.outputs["target_group_arns"]["green"]
    stage.workspace.configure("router", active_color="green", gate_timeout=60)

    def reasons() -> list[str]:
        targets = stage.load_balancing.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
        return [target.get("TargetHealth", {}).get("Reason", "") for target in targets]

    def grow() -> None:
        stage.autoscaling.set_desired_capacity(AutoScalingGroupName=fleet, DesiredCapacity=3)
        wait_until(lambda: "Elb.InitialHealthChecking" in reasons())

    try:
        # Right before the first look: what boots is healthy soon.
        run = stage.meanwhile("DescribeAutoScalingGroups", grow, agent=OURS).check()
    finally:
        stage.autoscaling.set_desired_capacity(AutoScalingGroupName=fleet, DesiredCapacity=2)
    stage.wait_for_health("green", "healthy", "healthy")
    (waited,) = [text for text in run.diagnostics if text.startswith("waiting up to 60 s")]
    assert "1 initial (Elb.InitialHealthChecking)" in waited
    assert "green has 3 of 3 healthy" in run.output
    assert stage.weights() == {"blue": 0, "green": 100}
    told(stage, "waiting", waited)


def test_a_rollback_needs_no_more_than_the_failing_color_has(switch_stage: SwitchStage) -> None:
    """From a live color that scaled to 8 and is unhealthy, back to 3 healthy of 4, past smoke and gate_command."""
    stage = switch_stage
    with breakage.scaled(stage, "blue", 4):
        stage.switch("green", capacity_ratio=0.5).check()
        with breakage.scaled(stage, "green", 8), breakage.failing(stage), breakage.hanging(stage, "blue"):
            run = stage.switch("blue", capacity_ratio=None, gate_command="exit 1", smoke_paths=["/?delay=never"])
            run.check()
            assert stage.weights() == {"blue": 100, "green": 0}
            assert "blue has 3 of 4 healthy: 1 unhealthy (Target.Timeout)" in run.output


def test_allow_unready_accepts_what_it_names_and_nothing_else(switch_stage: SwitchStage) -> None:
    """It lets green 1.1.0 pass and is noted; left behind, it lets neither green 1.2.0 nor blue pass."""
    stage = switch_stage
    stage.workspace.configure("router", allow_unready="green@1.1.0")
    with breakage.deploying(stage):
        with breakage.recorded_as(stage, "1.2.0"):
            refuse(stage, "release 1.2.0 by ada@laptop is under way", "allow_unready green@1.2.0")
        run = stage.switch("green").check()
    assert stage.weights() == {"blue": 0, "green": 100}
    accepted = "allow_unready: green@1.1.0 was accepted although release 1.2.0 by ada@laptop is under way"
    assert f"green: {accepted}" in run.diagnostics
    assert stage.log()[-1]["notes"] == [accepted]
    with breakage.deploying(stage, "blue"):
        refuse(stage, "allow_unready blue@1.0.0", color="blue")


def test_skip_smoke_accepts_what_it_names_and_nothing_else(switch_stage: SwitchStage) -> None:
    """It lets green 1.1.0 pass without smoke paths and is noted; left behind, not green 1.2.0."""
    stage = switch_stage
    stage.workspace.configure("router", smoke_paths=["/?delay=never"], gate_command="exit 1", skip_smoke="green@1.1.0")
    with breakage.recorded_as(stage, "1.2.0"):
        refuse(stage, "answered 400", "skip_smoke green@1.2.0")
    run = stage.switch("green").check()
    accepted = "skip_smoke: green@1.1.0 gets traffic without smoke_paths, gate_command"
    assert f"green: {accepted}" in run.diagnostics
    assert stage.log()[-1]["notes"] == [accepted]


def test_a_preview_warns_of_each_override_that_is_set(switch_stage: SwitchStage) -> None:
    """Also of those that accept nothing now; each with the command that takes it back."""
    overrides = {"allow_unready": "green@1.1.0", "skip_smoke": "green@1.1.0", "allow_repair": "50/50"}
    run = switch_stage.preview("blue", **overrides).check()
    warnings = [text for text in run.diagnostics if "is set and accepts" in text]
    assert [text.partition(" ")[0] for text in warnings] == list(overrides)
    for setting, text in zip(overrides, warnings, strict=True):
        assert f"accepts {overrides[setting]}" in text
        assert f"pulumi config rm {setting} --stack {switch_stage.workspace.stack('router')}" in text
    told(switch_stage, "override-set", warnings[0])


def test_a_preview_tells_the_verdict_and_exits_with_0(switch_stage: SwitchStage) -> None:
    """A preview warns, in its JSON document too."""
    stage = switch_stage
    with breakage.deploying(stage):
        run = stage.preview("green").check()
        (warning,) = [text for text in run.diagnostics if "this switch would be refused now: " in text]
        told(stage, "preview", warning)
        streaming = {"PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "false"}
        flags = ("--json", "--stack", stage.workspace.stack("router"))
        environment = stage.workspace.environment | streaming
        document = json.loads(run_engine(stage.workspace.directory, environment, "preview", *flags).check().output)
    verdict = [each["message"].strip() for each in document["diagnostics"] if "would be refused now" in each["message"]]
    assert [text.removeprefix("warning: ") for text in verdict] == [warning]
    for phrase in (
        "moves 100 % of traffic from blue (1.0.0) to green (1.1.0)",
        "green has 2 of 2 healthy",
        "live blue",
    ):
        assert phrase in warning


def test_a_preview_runs_nothing_and_asks_no_application(switch_stage: SwitchStage, tmp_path: Path) -> None:
    """Neither smoke paths nor gate_command: a pull request must not execute or probe."""
    stage, marker = switch_stage, tmp_path / "ran"
    before = Counter(stage.cloud.traffic()["requests"])
    run = stage.preview("green", gate_command=f"touch {marker}", smoke_paths=["/smoke"]).check()
    assert "moves 100 % of traffic" in run.output
    assert not marker.exists()
    assert Counter(stage.cloud.traffic()["requests"]) == before


def test_a_preview_without_permission_says_so_and_exits_with_0(switch_stage: SwitchStage) -> None:
    """What can't be looked at is named, and nothing fails."""
    with switch_stage.cloud.faulty(actions=["*"], agent="bluegreen", error=DENIED):
        run = switch_stage.preview("green").check()
    assert "what this update would do to live traffic is not known" in run.output
    assert "lack the permission ssm:GetParameters" in run.output
