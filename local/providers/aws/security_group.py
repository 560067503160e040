"""aws:ec2/securityGroup:SecurityGroup."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.property import flag, mapping, text
from local.providers.resource import AutoName, Change, ResourceType, given, tag_map

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties, Value

_EVERYWHERE = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}


class SecurityGroup(ResourceType):
    """A security group; its rules are resources of their own here."""

    token = "aws:ec2/securityGroup:SecurityGroup"  # noqa: S105 - a type token
    title = "security group"
    properties: ClassVar = {
        "name": text(replaces=True),
        "description": text(default="Managed by Pulumi", replaces=True),
        "vpcId": text(computed=True, replaces=True),
        "revokeRulesOnDelete": flag(default=False, local=True),
        "tags": mapping(),
    }
    outputs = frozenset({"arn", "ownerId", "ingress", "egress"})
    defaults_out: ClassVar = {"namePrefix": ""}
    name = AutoName(maximum=255)
    missing = frozenset({"InvalidGroup.NotFound", "InvalidGroupId.Malformed"})
    busy = frozenset({"DependencyViolation", "InvalidGroup.InUse"})
    minutes = 15.0
    tagger = tagging.ec2

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the group."""
        made = call.client("ec2").create_security_group(
            GroupName=inputs["name"],
            Description=inputs["description"],
            TagSpecifications=tagging.specification("security-group", inputs.get("tagsAll")),
            **given(inputs, VpcId="vpcId"),
        )
        return made["GroupId"]

    def settle(self, call: Call, resource_id: str, inputs: Properties) -> None:
        """Take away AWS' own rule that lets everything out, as the official provider does."""
        del inputs
        rule: Value = _EVERYWHERE
        call.client("ec2").revoke_security_group_egress(GroupId=resource_id, IpPermissions=[rule])

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the group."""
        del known
        group = call.client("ec2").describe_security_groups(GroupIds=[resource_id])["SecurityGroups"][0]
        owner = group.get("OwnerId", "")
        return {
            "arn": f"arn:aws:ec2:{call.region}:{owner}:security-group/{resource_id}",
            "description": group.get("Description"),
            "name": group.get("GroupName"),
            "ownerId": owner,
            "vpcId": group.get("VpcId"),
            "ingress": [_rule(rule) for rule in group.get("IpPermissions", [])],
            "egress": [_rule(rule) for rule in group.get("IpPermissionsEgress", [])],
            "tagsAll": tag_map(group.get("Tags")),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Nothing but tags can change."""

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the group."""
        del known
        call.client("ec2").delete_security_group(GroupId=resource_id)


def _rule(rule: Value) -> Properties:
    return {
        "cidrBlocks": [item["CidrIp"] for item in rule.get("IpRanges", [])],
        "description": "",
        "fromPort": rule.get("FromPort", 0),
        "ipv6CidrBlocks": [item["CidrIpv6"] for item in rule.get("Ipv6Ranges", [])],
        "prefixListIds": [],
        "protocol": rule.get("IpProtocol"),
        "securityGroups": [item["GroupId"] for item in rule.get("UserIdGroupPairs", [])],
        "self": False,
        "toPort": rule.get("ToPort", 0),
    }
