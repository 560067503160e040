"""Three mistakes that are refused: each must leave the weights, the fleets and every request alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.client import LocalAws
    from local.engine import Run
    from local.workspace import Workspace

RECORD = "PutLogEvents"
"""The one write of a refusal: its record in the switch log."""


@dataclass(frozen=True)
class Refusal:
    """A mistake that somebody made, how the run ended, the first line it said, and what was written."""

    mistake: str
    code: int
    said: str
    writes: dict[str, int]

    @property
    def held(self) -> bool:
        """Refused, and nothing written but the record."""
        return self.code != 0 and "refused" in self.said and set(self.writes) <= {RECORD}


def refusals(cloud: LocalAws, workspace: Workspace) -> list[Refusal]:
    """Make each mistake once, while blue carries the traffic, and put every setting back."""
    return [
        _made(cloud, "a new release on the live color", lambda: _release_to_live(workspace)),
        _made(cloud, "destroy of the live color", lambda: workspace.destroy("blue")),
        _switch_to_nothing(cloud, workspace),
    ]


def _made(cloud: LocalAws, mistake: str, make: Callable[[], Run]) -> Refusal:
    before, run = cloud.last_call(), make()
    said = next((line for line in run.output.splitlines() if "refused" in line), run.output[-200:])
    return Refusal(mistake, run.code, said, dict(Counter(call.action for call in cloud.writes(before))))


def _release_to_live(workspace: Workspace) -> Run:
    release = workspace.settings("blue")["release"]
    workspace.configure("blue", release="9.9.9")
    run = workspace.up("blue")
    workspace.configure("blue", release=release)
    return run


def _switch_to_nothing(cloud: LocalAws, workspace: Workspace) -> Refusal:
    """Take green out of its target group, as a mistake in the console would, and try to switch to it."""
    place = {
        "AutoScalingGroupName": workspace.outputs("green")["fleet_name"],
        "TargetGroupARNs": [workspace.outputs("router")["target_group_arns"]["green"]],
    }
    cloud.client("autoscaling").detach_load_balancer_target_groups(**place)
    workspace.configure("router", active_color="green", gate_timeout=0)
    refusal = _made(cloud, "a switch to a color without targets", lambda: workspace.up("router"))
    workspace.configure("router", active_color="blue", gate_timeout=None)
    cloud.client("autoscaling").attach_load_balancer_target_groups(**place)
    return refusal
