"""The tagging APIs of AWS' services: each has its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.providers.resource import tag_list

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Value


def ec2(call: Call, resource_id: str, tags: dict[str, str], removed: list[str]) -> None:
    """Write the tags of anything that EC2's API makes."""
    client = call.client("ec2")
    if removed:
        client.delete_tags(Resources=[resource_id], Tags=[{"Key": key} for key in removed])
    if tags:
        client.create_tags(Resources=[resource_id], Tags=tag_list(tags))


def elbv2(call: Call, resource_id: str, tags: dict[str, str], removed: list[str]) -> None:
    """Write the tags of a load balancer, target group, listener or rule."""
    client = call.client("elbv2")
    if removed:
        client.remove_tags(ResourceArns=[resource_id], TagKeys=removed)
    if tags:
        client.add_tags(ResourceArns=[resource_id], Tags=tag_list(tags))


def ssm_parameter(call: Call, resource_id: str, tags: dict[str, str], removed: list[str]) -> None:
    """Write the tags of a parameter."""
    client = call.client("ssm")
    if removed:
        client.remove_tags_from_resource(ResourceType="Parameter", ResourceId=resource_id, TagKeys=removed)
    if tags:
        client.add_tags_to_resource(ResourceType="Parameter", ResourceId=resource_id, Tags=tag_list(tags))


def role(call: Call, resource_id: str, tags: dict[str, str], removed: list[str]) -> None:
    """Write the tags of an IAM role."""
    client = call.client("iam")
    if removed:
        client.untag_role(RoleName=resource_id, TagKeys=removed)
    if tags:
        client.tag_role(RoleName=resource_id, Tags=tag_list(tags))


def instance_profile(call: Call, resource_id: str, tags: dict[str, str], removed: list[str]) -> None:
    """Write the tags of an instance profile."""
    client = call.client("iam")
    if removed:
        client.untag_instance_profile(InstanceProfileName=resource_id, TagKeys=removed)
    if tags:
        client.tag_instance_profile(InstanceProfileName=resource_id, Tags=tag_list(tags))


def open_id_connect_provider(call: Call, resource_id: str, tags: dict[str, str], removed: list[str]) -> None:
    """Write the tags of an identity provider."""
    client = call.client("iam")
    if removed:
        client.untag_open_id_connect_provider(OpenIDConnectProviderArn=resource_id, TagKeys=removed)
    if tags:
        client.tag_open_id_connect_provider(OpenIDConnectProviderArn=resource_id, Tags=tag_list(tags))


def log_group(call: Call, resource_id: str, tags: dict[str, str], removed: list[str]) -> None:
    """Write the tags of a log group."""
    client = call.client("logs")
    groups = client.describe_log_groups(logGroupNamePrefix=resource_id)["logGroups"]
    arn = next(group.get("arn", "").removesuffix(":*") for group in groups if group.get("logGroupName") == resource_id)
    if removed:
        client.untag_resource(resourceArn=arn, tagKeys=removed)
    if tags:
        client.tag_resource(resourceArn=arn, tags=tags)


def specification(kind: Value, tags: dict[str, str] | None) -> Value:
    """Return the TagSpecifications parameter with which EC2's API makes a KIND that has TAGS from the start."""
    return [{"ResourceType": kind, "Tags": tag_list(tags)}] if tags else []
