"""What stands in AWS under a name, or with rules, that a new resource would have: each can exist only once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components import cloud

PARAMETER = "aws:ssm/parameter:Parameter"


@dataclass(frozen=True)
class Existing:
    """Something that stands already: its name or id, and the command that removes it."""

    name: str
    removal: str


def find_existing(resource_type: str, inputs: Mapping[str, Any]) -> Existing | None:
    """What stands in the way of a new resource of RESOURCE_TYPE with INPUTS, as a hook is given them; None if nothing.

    Raises one of `cloud.UNREACHABLE` when AWS can't be asked, or answers that there is none.
    """
    return FINDERS.get(resource_type, _parameter)(inputs)


def _parameter(inputs: Mapping[str, Any]) -> Existing | None:
    name = inputs["name"]
    cloud.ssm().get_parameter(Name=name)
    return Existing(name, f"aws ssm delete-parameter --name {name}")


def _log_group(inputs: Mapping[str, Any]) -> Existing | None:
    name = inputs["name"]
    found = cloud.logs().describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    stands = any(group.get("logGroupName") == name for group in found)
    return Existing(name, f"aws logs delete-log-group --log-group-name {name}") if stands else None


def _log_stream(inputs: Mapping[str, Any]) -> Existing | None:
    group, name = inputs["logGroupName"], inputs["name"]
    found = cloud.logs().describe_log_streams(logGroupName=group, logStreamNamePrefix=name)["logStreams"]
    stands = any(stream.get("logStreamName") == name for stream in found)
    removal = f"aws logs delete-log-stream --log-group-name {group} --log-stream-name {name}"
    return Existing(f"{name} of {group}", removal) if stands else None


def _rule(inputs: Mapping[str, Any], *, egress: bool) -> Existing | None:
    group = inputs["securityGroupId"]
    found = cloud.ec2().describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
    wanted = (egress, *_traffic(inputs))
    for rule in found["SecurityGroupRules"]:
        referenced = (rule.get("ReferencedGroupInfo") or {}).get("GroupId")
        ports = _ports(rule.get("IpProtocol"), rule.get("FromPort"), rule.get("ToPort"))
        if wanted == (rule.get("IsEgress"), rule.get("IpProtocol"), *ports, rule.get("CidrIpv4") or referenced):
            verb, number = "egress" if egress else "ingress", rule.get("SecurityGroupRuleId")
            removal = f"aws ec2 revoke-security-group-{verb} --group-id {group} --security-group-rule-ids {number}"
            return Existing(f"{number} of {group}", removal)
    return None


def _traffic(inputs: Mapping[str, Any]) -> tuple[object, ...]:
    protocol = inputs["ipProtocol"]
    ports = _ports(protocol, inputs.get("fromPort"), inputs.get("toPort"))
    return (protocol, *ports, inputs.get("cidrIpv4") or inputs.get("referencedSecurityGroupId"))


def _ports(protocol: object, first: float | None, last: float | None) -> tuple[int, int]:
    # All protocols have all ports, which AWS writes as -1.
    return (-1, -1) if protocol == "-1" or first is None or last is None else (int(first), int(last))


FINDERS = {
    PARAMETER: _parameter,
    "aws:cloudwatch/logGroup:LogGroup": _log_group,
    "aws:cloudwatch/logStream:LogStream": _log_stream,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": lambda inputs: _rule(inputs, egress=False),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": lambda inputs: _rule(inputs, egress=True),
}
"""By resource type."""
