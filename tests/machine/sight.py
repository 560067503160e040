"""One look at what the cloud holds: what the laws are held against. Nothing of the program's own code decides here."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.machine.ground import Ground

COLORS = ("blue", "green")

PASSING = frozenset({"initial", "draining"})
"""States that end by themselves."""

SETTLE_SECONDS = 30


def other(color: str) -> str:
    """The color that is not COLOR."""
    return COLORS[COLORS[0] == color]


@dataclass(frozen=True)
class ColorSight:
    """One color: the state of each registered target by instance, and what its parameters say.

    `fleet` is the auto scaling group on record as AWS holds it, by instance its lifecycle state; `groups` names all
    that are attached to the target group; `under_way` that a deployment has declared itself and not ended.
    """

    states: Mapping[str, str]
    release: str | None
    fleet: Mapping[str, str] | None
    fleet_name: str | None
    groups: tuple[str, ...]
    under_way: bool

    @property
    def healthy(self) -> int:
        """Targets that DescribeTargetHealth calls healthy."""
        return sum(state == "healthy" for state in self.states.values())

    @property
    def in_service(self) -> int:
        """Instances that Auto Scaling counts."""
        return sum(state == "InService" for state in (self.fleet or {}).values())

    @property
    def pure(self) -> bool:
        """Every target belongs to the one fleet on record, and no deployment is under way."""
        return self.fleet is not None and not set(self.states) - set(self.fleet) and not self.under_way

    @property
    def ready(self) -> bool:
        """Every registered target is healthy, there is one, and all belong to the fleet on record."""
        return self.pure and 0 < len(self.states) == self.healthy


@dataclass(frozen=True)
class Sight:
    """Both colors, the listener's weights, and the active-color record."""

    weights: Mapping[str, int]
    colors: Mapping[str, ColorSight]
    active: Mapping[str, Any]
    changed: float

    @property
    def carrier(self) -> str:
        """The color that carries most of the traffic; the one on record where both carry the same."""
        named = str(self.active["color"])
        return max(COLORS, key=lambda color: (self.weights[color], color == named))

    def is_way_back(self, color: str) -> bool:
        """Whether a switch to COLOR is the rollback of the last one."""
        active, release = self.active, self.colors[color].release
        return bool(active["soak"]) and (active["previous_color"], active["previous_release"]) == (color, release)

    def may_take_over(self, color: str) -> bool:
        """Whether COLOR is ready for the traffic that the other color has: the contract's rule, decision 7."""
        mine, theirs = self.colors[color], self.colors[other(color)]
        if mine.ready and mine.healthy >= theirs.in_service:
            return True
        in_need = not theirs.ready or self.is_way_back(color)
        return in_need and mine.pure and mine.healthy >= max(1, theirs.healthy)


def look(ground: Ground) -> Sight:
    """Ask the cloud of GROUND, once everything that passes by itself has passed."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        sight = _look(ground)
        if _settled(ground, sight) or time.monotonic() > deadline:
            return sight
        time.sleep(0.05)


def _settled(ground: Ground, sight: Sight) -> bool:
    for color in sight.colors.values():
        if PASSING & set(color.states.values()):
            return False
        expected = set(color.fleet or {}) - set(ground.deregistered) if color.fleet_name in color.groups else set[str]()
        if not expected <= set(color.states):
            return False
    return True


def _look(ground: Ground) -> Sight:
    parameters = _parameters(ground)
    groups = ground.stage.autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"]
    active = parameters[ground.active_parameter]
    return Sight(
        ground.stage.weights(),
        {color: _color(ground, color, parameters, groups) for color in COLORS},
        json.loads(active["Value"]),
        active["LastModifiedDate"].timestamp(),
    )


def _parameters(ground: Ground) -> dict[str, Any]:
    wanted = [ground.active_parameter, *(ground.parameter(color, kind) for color in COLORS for kind in KINDS)]
    return {each["Name"]: each for each in ground.stage.ssm.get_parameters(Names=wanted)["Parameters"]}


KINDS = ("release", "intent")


def _color(ground: Ground, color: str, parameters: dict[str, Any], groups: Any) -> ColorSight:
    arn = ground.stage.outputs["target_group_arns"][color]
    record = parameters.get(ground.parameter(color, "release"))
    known = json.loads(record["Value"]) if record else {}
    found = {
        group["AutoScalingGroupName"]: {each["InstanceId"]: each["LifecycleState"] for each in group["Instances"]}
        for group in groups
    }
    targets = ground.stage.load_balancing.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    return ColorSight(
        states={each["Target"]["Id"]: each["TargetHealth"]["State"] for each in targets},
        release=known.get("release"),
        fleet=found.get(known.get("fleet", "")),
        fleet_name=known.get("fleet"),
        groups=tuple(
            sorted(group["AutoScalingGroupName"] for group in groups if arn in group.get("TargetGroupARNs", []))
        ),
        under_way=ground.parameter(color, "intent") in parameters,
    )
