"""A deployment that is held at a chosen moment, and a watch over who might answer meanwhile."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self

from tests.engine.switch_stage import OURS, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from local.engine import Run
    from tests.engine.guard_stage import GuardStage

Step = dict[str, Any]


def _held(when: str, action: str, **more: str) -> Step:
    return {"actions": [action], "hold": when, **more}


MADE = _held("after", "CreateAutoScalingGroup")
"""The new fleet stands; what holds it is the answer to the provider."""

PROVES = _held("before", "PutParameter", agent=OURS)
"""The intent as the proof of the new fleet declares it once more: with the fleet made, no other is left."""

MOMENTS: dict[str, tuple[Step, ...]] = {
    "before its first look": (_held("before", "DescribeTargetGroups", agent=OURS),),
    "before its intent": (_held("before", "PutParameter", agent=OURS),),
    "after its intent": (_held("after", "PutParameter", agent=OURS),),
    "between its intent and its look": (
        _held("before", "PutParameter", agent=OURS),
        _held("before", "DescribeTargetGroups", agent=OURS),
    ),
    "before its launch template": (_held("before", "CreateLaunchTemplateVersion"),),
    "before its fleet": (_held("before", "CreateAutoScalingGroup"),),
    "after its fleet": (MADE,),
    "while its fleet boots": (MADE, PROVES, _held("before", "DescribeTargetGroups", agent=OURS)),
    "before its record": (MADE, PROVES, _held("before", "PutParameter")),
    "after its record": (MADE, PROVES, _held("after", "PutParameter")),
    "before the old fleet goes": (_held("before", "UpdateAutoScalingGroup"),),
    "while the old fleet drains": (_held("after", "UpdateAutoScalingGroup"),),
    "before the old fleet is deleted": (_held("before", "DeleteAutoScalingGroup"),),
}
"""Calls of a release at which it is held, one after the other; the last is the moment. The order is that of a release.

The program's own calls give up after about 20 seconds, the provider's later: longer than a switch takes."""


def at(stage: GuardStage, moment: str, act: Callable[[], Run], meanwhile: Callable[[], Run]) -> tuple[Run, Run]:
    """ACT, held at MOMENT until MEANWHILE has run: both runs."""
    steps = iter(MOMENTS[moment])
    rule = stage.cloud.fault(**next(steps))
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(act)
        try:
            _wait_until_held(stage, rule)
            for step in steps:
                following = stage.cloud.fault(**step)
                stage.cloud.clear_faults(rule)
                rule = following
                _wait_until_held(stage, rule)
            other = meanwhile()
        finally:
            stage.cloud.clear_faults()
        return running.result(), other


def _wait_until_held(stage: GuardStage, rule: str) -> None:
    wait_until(lambda: stage.cloud.holds(rule))


class Watch:
    """Looks, as long as the block runs, whether green carries traffic with a fleet that is not on its record."""

    def __init__(self, stage: GuardStage) -> None:
        """Look at STAGE."""
        self._stage = stage
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.strangers: set[str] = set()
        """Healthy targets of another fleet, seen while green carried traffic."""
        self.looks = 0

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(0.1):
            self.looks += 1
            if not self._live():
                continue
            fleet = self._on_record()
            others = self._healthy() - self._members(fleet)
            # What changed during the look belongs to neither moment.
            if self._on_record() == fleet and self._live():
                self.strangers |= others

    def _on_record(self) -> str:
        return self._stage.record("green")["fleet"]

    def _live(self) -> bool:
        return self._stage.weights()["green"] > 0

    def _members(self, fleet: str) -> set[str]:
        groups = self._stage.autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[fleet])[
            "AutoScalingGroups"
        ]
        return {instance.get("InstanceId", "") for group in groups for instance in group.get("Instances", [])}

    def _healthy(self) -> set[str]:
        arn = self._stage.outputs["target_group_arns"]["green"]
        targets = self._stage.load_balancing.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
        return {
            target.get("Target", {}).get("Id", "")
            for target in targets
            if target.get("TargetHealth", {}).get("State") == "healthy"
        }
