"""aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule and its egress twin."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.property import mapping, number, text
from local.providers.resource import Change, ResourceType, given, tag_map

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.providers.call import Call
    from local.providers.values import Properties, Value

_PEERS = ("cidrIpv4", "referencedSecurityGroupId")


class _SecurityGroupRule(ResourceType):
    title = "security group rule"
    properties: ClassVar = {
        "securityGroupId": text(required=True, replaces=True),
        "ipProtocol": text(required=True),
        "fromPort": number(),
        "toPort": number(),
        "cidrIpv4": text(),
        "referencedSecurityGroupId": text(),
        "description": text(),
        "tags": mapping(),
    }
    outputs = frozenset({"arn", "securityGroupRuleId"})
    missing = frozenset({"InvalidSecurityGroupRuleId.NotFound", "InvalidGroup.NotFound", "InvalidPermission.NotFound"})
    tagger = tagging.ec2

    def validate(self, inputs: Properties) -> Iterable[tuple[str, str]]:
        """A rule admits exactly one kind of peer."""
        if sum(inputs.get(peer) is not None for peer in _PEERS) != 1:
            yield "cidrIpv4", f"set exactly one of {', '.join(_PEERS)}"

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the rule."""
        found = call.client("ec2").describe_security_group_rules(SecurityGroupRuleIds=[resource_id])
        if not found["SecurityGroupRules"]:
            return None
        rule: Value = found["SecurityGroupRules"][0]
        peer = rule.get("ReferencedGroupInfo", {}).get("GroupId")
        every_protocol = rule.get("IpProtocol") == "-1"
        # moto tells no description of a rule that names a group; AWS does.
        unsaid = known.get("description") if peer else None
        owner = rule.get("GroupOwnerId") or call.client("sts").get_caller_identity()["Account"]
        return {
            "arn": f"arn:aws:ec2:{call.region}:{owner}:security-group-rule/{resource_id}",
            "cidrIpv4": rule.get("CidrIpv4"),
            "description": rule.get("Description") or unsaid,
            "fromPort": None if every_protocol else rule.get("FromPort"),
            "ipProtocol": rule.get("IpProtocol"),
            "referencedSecurityGroupId": peer,
            "securityGroupId": rule.get("GroupId"),
            "securityGroupRuleId": resource_id,
            "tagsAll": tag_map(rule.get("Tags")),
            "toPort": None if every_protocol else rule.get("ToPort"),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Write the whole rule, which is what AWS takes (API reference, ModifySecurityGroupRules)."""
        if not change.any(*self.properties.keys() - {"tags"}):
            return
        whole: Value = given(
            change.new,
            IpProtocol="ipProtocol",
            FromPort="fromPort",
            ToPort="toPort",
            CidrIpv4="cidrIpv4",
            ReferencedGroupId="referencedSecurityGroupId",
            Description="description",
        )
        call.client("ec2").modify_security_group_rules(
            GroupId=change.old["securityGroupId"],
            SecurityGroupRules=[{"SecurityGroupRuleId": resource_id, "SecurityGroupRule": whole}],
        )


class SecurityGroupIngressRule(_SecurityGroupRule):
    """What a security group lets in."""

    token = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"  # noqa: S105 - a type token

    def create(self, call: Call, inputs: Properties) -> str:
        """Add the rule to its group."""
        made = call.client("ec2").authorize_security_group_ingress(
            GroupId=inputs["securityGroupId"],
            IpPermissions=[_permission(inputs)],
            TagSpecifications=tagging.specification("security-group-rule", inputs.get("tagsAll")),
        )
        return made["SecurityGroupRules"][0].get("SecurityGroupRuleId", "")

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Take the rule out of its group."""
        call.client("ec2").revoke_security_group_ingress(
            GroupId=known["securityGroupId"], SecurityGroupRuleIds=[resource_id]
        )


class SecurityGroupEgressRule(_SecurityGroupRule):
    """What a security group lets out."""

    token = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"  # noqa: S105 - a type token

    def create(self, call: Call, inputs: Properties) -> str:
        """Add the rule to its group."""
        made = call.client("ec2").authorize_security_group_egress(
            GroupId=inputs["securityGroupId"],
            IpPermissions=[_permission(inputs)],
            TagSpecifications=tagging.specification("security-group-rule", inputs.get("tagsAll")),
        )
        return made["SecurityGroupRules"][0].get("SecurityGroupRuleId", "")

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Take the rule out of its group."""
        call.client("ec2").revoke_security_group_egress(
            GroupId=known["securityGroupId"], SecurityGroupRuleIds=[resource_id]
        )


def _permission(inputs: Properties) -> Value:
    permission = given(inputs, IpProtocol="ipProtocol", FromPort="fromPort", ToPort="toPort")
    noted = given(inputs, Description="description")
    if inputs.get("cidrIpv4"):
        return {**permission, "IpRanges": [{"CidrIp": inputs["cidrIpv4"], **noted}]}
    return {**permission, "UserIdGroupPairs": [{"GroupId": inputs["referencedSecurityGroupId"], **noted}]}
