"""What takes tags says to which service and stack it belongs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .machine import TEMPLATE
from .resource import UNKNOWN, Resource
from .rule import Rule

REQUIRED = ("bluegreen:service", "bluegreen:stack")

GROUP = "aws:autoscaling/group:Group"

UNTAGGED = frozenset(
    {
        "aws:autoscaling/attachment:Attachment",
        "aws:autoscaling/policy:Policy",
        "aws:autoscaling/schedule:Schedule",
        "aws:cloudwatch/dashboard:Dashboard",
        "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
        "aws:cloudwatch/logStream:LogStream",
        "aws:ec2/eipAssociation:EipAssociation",
        "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
        "aws:ec2/route:Route",
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:lb/listenerCertificate:ListenerCertificate",
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
        "aws:route53/record:Record",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:sns/topicPolicy:TopicPolicy",
        "aws:wafv2/webAclAssociation:WebAclAssociation",
    }
)
"""Types that take no tags. One that is missing here is found at once: the rule says so."""


def _check(resource: Resource, _: Sequence[Resource]) -> Iterator[str]:
    if not resource.type.startswith("aws:") or resource.type in UNTAGGED:
        return
    found = _group_tags(resource) if resource.type == GROUP else resource.get("tags")
    yield from _missing(found, "")
    if resource.type == TEMPLATE:
        yield from _launched(resource)


def _launched(resource: Resource) -> Iterator[str]:
    """What instances and volumes lack: they get their tags from the launch template and from nothing else."""
    if resource.get("tagSpecifications") is UNKNOWN:
        return
    given = {block.get("resourceType"): block.get("tags") for block in resource.blocks("tagSpecifications")}
    for kind in ("instance", "volume"):
        yield from _missing(given.get(kind), f" for each {kind}")


def _missing(tags: object, where: str) -> Iterator[str]:
    if tags is UNKNOWN:
        return
    known: Mapping[str, Any] = tags if isinstance(tags, Mapping) else {}
    missing = [key for key in REQUIRED if not known.get(key)]
    if missing:
        yield f"it has no tag {' and no tag '.join(missing)}{where}"


def _group_tags(resource: Resource) -> Any:  # noqa: ANN401  UNKNOWN, or tags by key
    if resource.get("tags") is UNKNOWN:
        return UNKNOWN
    return {block.get("key"): block.get("value") for block in resource.blocks("tags")}


TAGGED = Rule(
    name="tags-present",
    forbids="A resource that takes tags and has none of service and stack",
    why="cost reports, permissions narrowed by tag, and whoever finds it in the console need to know whose it is",
    source="https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html",
    comply="Pass on `tags` (components/tags.py makes them), in a launch template also for instances and volumes",
    check=_check,
)
