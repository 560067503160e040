"""A color's target group. The router owns it: so it always stands in the listener, and its ARN never changes."""

import pulumi
import pulumi_aws as aws

from components.color import Color
from components.router_args import RouterArgs

DEREGISTRATION_DELAY = 30
"""Seconds."""


def target_group(color: Color, args: RouterArgs, opts: pulumi.ResourceOptions) -> aws.lb.TargetGroup:
    """The target group of COLOR, named by Pulumi: a fixed name could never be replaced."""
    sticky = args.get("target_stickiness", 0)
    return aws.lb.TargetGroup(
        color.value,
        port=args["app_port"],
        protocol="HTTP",
        vpc_id=args["vpc_id"],
        target_type="instance",
        deregistration_delay=args.get("deregistration_delay", DEREGISTRATION_DELAY),
        health_check=args.get("health_check"),
        stickiness={"type": "lb_cookie", "enabled": True, "cookie_duration": sticky} if sticky else None,
        tags=args.get("tags"),
        opts=opts,
    )
