"""The one forward that carries both weights."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.color import Color

STICKINESS_DURATION = 3600
"""Seconds; what AWS answers for a forward without stickiness, written out so that a refresh finds no difference
(pulumi/pulumi-aws#5771)."""


def forward_to(
    target_groups: Mapping[Color, pulumi.Input[str]], shares: Mapping[Color, int]
) -> aws.lb.ListenerDefaultActionArgsDict:
    """The listener's default action: TARGET_GROUPS (ARNs) with SHARES (percent).

    Both groups always stand in it, the idle one at weight 0: a group in no listener is never health-checked
    (ALB guide, "Health checks for your target groups").
    """
    return {
        "type": "forward",
        "forward": {
            "target_groups": [{"arn": target_groups[color], "weight": shares[color]} for color in Color],
            "stickiness": {"enabled": False, "duration": STICKINESS_DURATION},
        },
    }
