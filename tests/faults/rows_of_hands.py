"""Rows whose fault lies elsewhere: in the fleet, in a second update, or in somebody's hands."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.faults.ending import Ending
from tests.faults.happenings import BEFORE_WRITE, RECORDED, at, kill, switch
from tests.faults.row import CANCEL, REFRESH, UP, Row, Step

if TYPE_CHECKING:
    from local.engine import Run
    from tests.faults.scene import Scene
    from tests.interrupt import Background

BLUE = Step("`active_color: blue`", lambda scene: scene.declare(active_color="blue"))
COLORS = (
    Step("`up` of green", lambda scene: scene.up(role="green")),
    Step("`up` of blue", lambda scene: scene.up(role="blue")),
)
EVERYONE = ("router", "green", "blue")


def _systemctl(scene: Scene, verb: str) -> None:
    """Stop or start the release on each instance of green."""
    fleets = scene.stage.fleets("green")
    for instance in scene.cloud.instances():
        if instance["group"] in fleets and instance["state"] == "running":
            program = Path(instance["folder"]) / "bin/systemctl"
            subprocess.run([str(program), verb, "bluegreen"], check=True, stdout=subprocess.DEVNULL)


def _break_green(scene: Scene, _running: Background) -> None:
    scene.declare(verify_timeout=60)
    _systemctl(scene, "stop")


def _heal_green(scene: Scene) -> None:
    _systemctl(scene, "start")
    scene.stage.wait_for_health("green", "healthy", "healthy")


def _breaking(scene: Scene) -> Run:
    scene.declare(verify_timeout=5)
    return at(BEFORE_WRITE, _break_green)(scene)


def _second(scene: Scene, running: Background) -> None:
    run = scene.up()
    scene.expect("the second update", run, Ending.FAILED, ("the stack is currently locked", "created by"))
    if running.ended:
        scene.problems.append("the second update ended the first")


def _delete_target_group(scene: Scene) -> Run:
    """Take green's target group out of the listener and the preview rule, and delete it; then try to switch."""
    outputs, balancing = scene.stage.outputs, scene.stage.load_balancing
    groups: dict[str, str] = outputs["target_group_arns"]
    forward: Any = {"TargetGroups": [{"TargetGroupArn": groups["blue"], "Weight": 100}]}
    listener = outputs["listener_arn"]
    balancing.modify_listener(ListenerArn=listener, DefaultActions=[{"Type": "forward", "ForwardConfig": forward}])
    for rule in balancing.describe_rules(ListenerArn=listener)["Rules"]:
        if any(action.get("TargetGroupArn") == groups["green"] for action in rule["Actions"]):
            balancing.delete_rule(RuleArn=rule["RuleArn"])
    balancing.delete_target_group(TargetGroupArn=groups["green"])
    scene.by_hand()
    return switch(scene)


def _delete_listener(scene: Scene) -> Run:
    scene.stage.load_balancing.delete_listener(ListenerArn=scene.stage.outputs["listener_arn"])
    scene.by_hand()
    return scene.up()


def _delete_listener_and_switch(scene: Scene) -> Run:
    scene.declare(active_color="green")
    return _delete_listener(scene)


def _leave_parameter(scene: Scene) -> Run:
    """Delete the parameter, and kill the update that makes it again, right after it did."""
    scene.stage.ssm.delete_parameter(Name=scene.stage.outputs["active_parameter"])
    scene.by_hand()
    return scene.held(RECORDED, lambda running: kill(scene, running), "--refresh")


def _remove_parameter(scene: Scene) -> None:
    scene.stage.ssm.delete_parameter(Name=scene.stage.outputs["active_parameter"])


ROWS = (
    Row(
        "green breaks between gate and write",
        _breaking,
        Ending.UNVERIFIED,
        says=("5 seconds after the write", "pulumi config set active_color blue"),
        way_on=(BLUE, UP, Step("green mended", _heal_green), Step("`active_color: green`, `up`", switch)),
        log=("not verified", "switched", "switched"),
        lost="those to green while it was broken",
    ),
    Row("a second `up` at the same time", at(BEFORE_WRITE, _second), Ending.PASSED, way_on=()),
    Row(
        "the idle target group is deleted by hand",
        _delete_target_group,
        Ending.REFUSED,
        says=("a target group was deleted", "set active_color to the color that carries", "pulumi up --refresh"),
        way_on=(BLUE, REFRESH, *COLORS),
        ends_on="blue",
        log=("refused",),
        clean=EVERYONE,
    ),
    Row(
        "the listener is deleted by hand",
        _delete_listener,
        Ending.FAILED,
        says=("the listener was deleted outside of this program", "pulumi up --refresh"),
        way_on=(REFRESH, *COLORS),
        ends_on="blue",
        lost="all while there was no listener",
        clean=EVERYONE,
    ),
    Row(
        "the listener is deleted by hand, and a switch is declared",
        _delete_listener_and_switch,
        Ending.REFUSED,
        says=("was deleted outside of this program", "pulumi up --refresh"),
        way_on=(REFRESH, *COLORS),
        log=("refused", "switched"),
        lost="all while there was no listener",
        clean=EVERYONE,
    ),
    Row(
        "the parameter is deleted by hand, and the update that makes it again is killed right after",
        _leave_parameter,
        Ending.KILLED,
        way_on=(
            CANCEL,
            Step("`up`", lambda scene: scene.up(), Ending.FAILED, ("exists already", "aws ssm delete-parameter")),
            Step("`aws ssm delete-parameter`", _remove_parameter),
            UP,
        ),
        ends_on="blue",
        log=(),
    ),
)
"""In the table's order."""
