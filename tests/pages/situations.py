"""Situations that a page's sessions begin in, by the name that the page gives them."""

from __future__ import annotations

import time
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from components.records.intent import Intent
from tests.engine import breakage
from tests.engine.guard_stage import DENIED
from tests.interrupt import Background, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager

    from tests.engine.switch_stage import SwitchStage

    Situation = Callable[[SwitchStage], AbstractContextManager[Any]]

NEVER = {"code": "ValidationError", "status": 400, "message": "the call never arrived"}
"""Nobody hears it: it keeps a call that is held from being performed when its caller is gone."""

DOWN = {"code": "ServiceUnavailable", "status": 503, "message": "Service Unavailable"}

CONTROL_PLANE = ["DescribeAutoScalingGroups"]
"""What the gate can't do without, and a switch by hand can."""


def dead_release(stage: SwitchStage) -> AbstractContextManager[None]:
    """A release of green was begun by a run that is no more."""
    intent = Intent("ada@laptop", "release 1.2.0", "another", time.time() + 600)
    name = stage.record_name("green", "intent")
    stage.ssm.put_parameter(Name=name, Value=intent.to_json(), Type="String", Overwrite=True)
    return nullcontext()


def half_by_hand(stage: SwitchStage) -> AbstractContextManager[None]:
    """Somebody set the weights to half and half."""
    stage.set_weights(blue=50, green=50)
    return nullcontext()


def rescued(stage: SwitchStage) -> AbstractContextManager[None]:
    """Somebody moved all traffic to green."""
    stage.set_weights(blue=0, green=100)
    return nullcontext()


def killed(stage: SwitchStage) -> AbstractContextManager[None]:
    """A switch to green was killed right before its write, and nothing gave its lock back."""
    lost = stage.cloud.fault(actions=["ModifyListener"], error=NEVER, times=1)
    rule = stage.cloud.fault(actions=["ModifyListener"], hold="before", times=1)
    stage.workspace.configure("router", active_color="green")
    running = Background(stage, "router")
    wait_until(lambda: running.ended or stage.cloud.holds(rule))
    running.kill()
    running.end()
    for each in (rule, lost):
        stage.cloud.clear_faults(each)
    return nullcontext()


@contextmanager
def hanging_release(stage: SwitchStage) -> Generator[None]:
    """Green has the traffic, and an update of blue's stack hangs."""
    stage.switch("green").check()
    rule = stage.cloud.fault(actions=["DescribeLaunchTemplates"], hold="before")
    running = Background(stage, "blue", "--refresh")
    wait_until(lambda: running.ended or stage.cloud.holds(rule))
    try:
        yield
    finally:
        stage.cloud.clear_faults(rule)
        running.end()


@contextmanager
def impaired(stage: SwitchStage) -> Generator[None]:
    """AWS's API of Auto Scaling does not work, so that nobody can ask how a color stands."""
    with stage.cloud.faulty(actions=CONTROL_PLANE, error=DOWN):
        yield


def parked(stage: SwitchStage) -> AbstractContextManager[None]:
    """Green has no instances, as its stack declares it."""
    _wait_until_may_go(stage, "green")
    return breakage.parked(stage)


@contextmanager
def way_back_parked(stage: SwitchStage) -> Generator[None]:
    """Green has the traffic since a switch, and somebody parked blue."""
    stage.switch("green").check()
    _wait_until_may_go(stage, "blue")
    with breakage.parked(stage, "blue"):
        yield


def _wait_until_may_go(stage: SwitchStage, color: str) -> None:
    """Return once no client comes back to COLOR any more."""
    wait_until(lambda: stage.workspace.run("destroy", color, "--preview-only", "--run-program").code == 0)


def marked_bad(stage: SwitchStage) -> AbstractContextManager[None]:
    """What green runs was rolled back and marked."""
    stage.switch("green").check()
    stage.switch("blue", bad_release="green@1.1.0").check()
    _wait_until_may_go(stage, "green")
    return nullcontext()


def back_and_forth(stage: SwitchStage) -> AbstractContextManager[None]:
    """Blue has the traffic again, after a switch to green and a rollback that marked nothing."""
    stage.switch("green").check()
    stage.switch("blue").check()
    return nullcontext()


@contextmanager
def changed_health_check(stage: SwitchStage) -> Generator[None]:
    """Somebody changed what a healthy answer of green is."""
    arn = stage.outputs["target_group_arns"]["green"]
    stage.load_balancing.modify_target_group(TargetGroupArn=arn, Matcher={"HttpCode": "200-299"})
    yield


def drained(stage: SwitchStage) -> AbstractContextManager[None]:
    """Green may be destroyed."""
    _wait_until_may_go(stage, "green")
    return nullcontext()


@contextmanager
def drill_fails(stage: SwitchStage) -> Generator[None]:
    """AWS refuses once to delete an auto scaling group."""
    _wait_until_may_go(stage, "green")
    with stage.cloud.faulty(actions=["DeleteAutoScalingGroup"], error=DENIED, times=1):
        yield


SITUATIONS: dict[str, Situation] = {
    "dead-release": dead_release,
    "half-by-hand": half_by_hand,
    "rescued": rescued,
    "killed": killed,
    "hanging-release": hanging_release,
    "impaired": impaired,
    "parked": parked,
    "one-hangs": breakage.hanging,
    "way-back-parked": way_back_parked,
    "marked-bad": marked_bad,
    "back-and-forth": back_and_forth,
    "changed-health-check": changed_health_check,
    "drained": drained,
    "drill-fails": drill_fails,
    "sound": lambda _stage: nullcontext(),
}
