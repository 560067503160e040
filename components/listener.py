"""The one forward that carries both weights: declared, and found again in what a hook is given."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from components.color import Color

if TYPE_CHECKING:
    import pulumi
    import pulumi_aws as aws

STICKINESS_DURATION = 3600
"""Seconds; what AWS answers for a forward without stickiness, written out so that a refresh finds no difference
(pulumi/pulumi-aws#5771)."""


def forward_to(
    target_groups: "Mapping[Color, pulumi.Input[str]]",
    shares: Mapping[Color, int],
    stickiness: int = 0,
) -> "aws.lb.ListenerDefaultActionArgsDict":
    """The listener's default action: TARGET_GROUPS (ARNs) with SHARES (percent).

    STICKINESS, in seconds, keeps a client on the color that answered it first; 0 for not at all.

    Both groups always stand in it, the idle one at weight 0: a group in no listener is never health-checked
    (ALB guide, "Health checks for your target groups").
    """
    return {
        "type": "forward",
        "forward": {
            "target_groups": [{"arn": target_groups[color], "weight": shares[color]} for color in Color],
            "stickiness": {"enabled": stickiness > 0, "duration": stickiness or STICKINESS_DURATION},
        },
    }


def weights_in(inputs: Mapping[str, Any] | None, target_groups: Mapping[Color, str]) -> dict[Color, int]:
    """The weights by color in a listener's INPUTS, as a resource hook is given them; 0 where there is none.

    TARGET_GROUPS are the ARNs by color. Weights the engine does not know yet count as 0.
    """
    actions: Any = (inputs or {}).get("defaultActions") or []
    members = [member for action in actions for member in (action.get("forward") or {}).get("targetGroups") or []]
    found = {str(member.get("arn")): member.get("weight") for member in members}
    return {color: _whole(found.get(arn)) for color, arn in target_groups.items()}


def _whole(weight: object) -> int:
    return int(weight) if isinstance(weight, int | float) else 0
