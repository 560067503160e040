"""Tags of what Elastic Load Balancing makes: its describe calls leave them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.providers.resource import tag_map

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Value


def tags_of(call: Call, arn: str) -> dict[str, str]:
    """Return all tags of ARN."""
    described: Value = call.client("elbv2").describe_tags(ResourceArns=[arn])["TagDescriptions"]
    return tag_map(described[0]["Tags"]) if described else {}


def suffix(arn: str) -> str:
    """Return the part of ARN that CloudWatch has as dimension (ELB guide, "CloudWatch metrics")."""
    return arn.rpartition(":")[2].removeprefix("loadbalancer/")
