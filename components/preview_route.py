"""The preview route: two listener rules that lead to a color whatever the weights. They never change in a switch."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.color import Color
from components.settings import fields


def preview_route(  # noqa: PLR0913  a route is these things
    name: str,
    listener: pulumi.Input[str],
    target_groups: Mapping[Color, pulumi.Input[str]],
    *,
    header: pulumi.Input[str] | None,
    sources: pulumi.Input[list[str]] | None,
    tags: pulumi.Input[dict[str, str]] | None,
    opts: pulumi.ResourceOptions,
) -> list[aws.lb.ListenerRule]:
    """A rule per color on LISTENER (an ARN): HEADER with the color's name, from SOURCES, goes to its target group."""
    return [
        aws.lb.ListenerRule(
            f"{name}-preview-{color.value}",
            listener_arn=listener,
            priority=priority,
            conditions=[
                {"http_header": {"http_header_name": header or fields.PREVIEW_HEADER.default, "values": [color.value]}},
                {"source_ip": {"values": sources or list(fields.PREVIEW_SOURCES.default)}},
            ],
            actions=[{"type": "forward", "target_group_arn": target_groups[color]}],
            tags=tags,
            opts=opts,
        )
        for priority, color in enumerate(Color, start=1)
    ]
