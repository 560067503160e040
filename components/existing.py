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


def _listener(inputs: Mapping[str, Any]) -> Existing | None:
    found = cloud.load_balancing().describe_listeners(LoadBalancerArn=inputs["loadBalancerArn"])["Listeners"]
    for listener in found:
        if listener.get("Port") == int(inputs["port"]):
            arn = listener.get("ListenerArn", "")
            return Existing(arn, f"aws elbv2 delete-listener --listener-arn {arn}")
    return None


def _listener_rule(inputs: Mapping[str, Any]) -> Existing | None:
    found = cloud.load_balancing().describe_rules(ListenerArn=inputs["listenerArn"])["Rules"]
    for rule in found:
        if rule.get("Priority") == str(int(inputs["priority"])):
            arn = rule.get("RuleArn", "")
            return Existing(arn, f"aws elbv2 delete-rule --rule-arn {arn}")
    return None


def _subnet(inputs: Mapping[str, Any]) -> Existing | None:
    wanted = {"vpc-id": inputs["vpcId"], "cidr-block": inputs["cidrBlock"]}
    found = cloud.ec2().describe_subnets(Filters=[{"Name": key, "Values": [value]} for key, value in wanted.items()])
    for subnet in found["Subnets"]:
        number = subnet.get("SubnetId", "")
        return Existing(f"{number} of {inputs['vpcId']}", f"aws ec2 delete-subnet --subnet-id {number}")
    return None


def _route(inputs: Mapping[str, Any]) -> Existing | None:
    table, destination = inputs["routeTableId"], inputs["destinationCidrBlock"]
    (found,) = cloud.ec2().describe_route_tables(RouteTableIds=[table])["RouteTables"]
    stands = any(route.get("DestinationCidrBlock") == destination for route in found.get("Routes", []))
    removal = f"aws ec2 delete-route --route-table-id {table} --destination-cidr-block {destination}"
    return Existing(f"{destination} of {table}", removal) if stands else None


FINDERS = {
    PARAMETER: _parameter,
    "aws:cloudwatch/logGroup:LogGroup": _log_group,
    "aws:cloudwatch/logStream:LogStream": _log_stream,
    "aws:lb/listener:Listener": _listener,
    "aws:lb/listenerRule:ListenerRule": _listener_rule,
    "aws:ec2/subnet:Subnet": _subnet,
    "aws:ec2/route:Route": _route,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": lambda inputs: _rule(inputs, egress=False),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": lambda inputs: _rule(inputs, egress=True),
}
"""By resource type."""
