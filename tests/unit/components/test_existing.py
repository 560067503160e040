"""What can exist only once is found where it stands, with the command that removes exactly it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from components.existing import find_existing

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

LOG_GROUP, LOG_STREAM = "aws:cloudwatch/logGroup:LogGroup", "aws:cloudwatch/logStream:LogStream"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"

LISTENER, PREVIEW = "aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule"
SUBNET, ROUTE = "aws:ec2/subnet:Subnet", "aws:ec2/route:Route"

INWARD = {
    "securityGroupId": "sg-1",
    "ipProtocol": "tcp",
    "fromPort": 8080.0,
    "toPort": 8080.0,
    "referencedSecurityGroupId": "sg-2",
}
OUTWARD = {"securityGroupId": "sg-1", "ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"}

RULES = [
    {
        "SecurityGroupRuleId": "sgr-in",
        "IsEgress": False,
        "IpProtocol": "tcp",
        "FromPort": 8080,
        "ToPort": 8080,
        "ReferencedGroupInfo": {"GroupId": "sg-2"},
    },
    {
        "SecurityGroupRuleId": "sgr-out",
        "IsEgress": True,
        "IpProtocol": "-1",
        "FromPort": -1,
        "ToPort": -1,
        "CidrIpv4": "0.0.0.0/0",
    },
]


@pytest.mark.parametrize(
    ("kind", "inputs", "removal"),
    [
        (LOG_GROUP, {"name": "/a/b"}, "aws logs delete-log-group --log-group-name /a/b"),
        (
            LOG_STREAM,
            {"logGroupName": "/a/b", "name": "switches"},
            "aws logs delete-log-stream --log-group-name /a/b --log-stream-name switches",
        ),
        (INGRESS, INWARD, "aws ec2 revoke-security-group-ingress --group-id sg-1 --security-group-rule-ids sgr-in"),
        (EGRESS, OUTWARD, "aws ec2 revoke-security-group-egress --group-id sg-1 --security-group-rule-ids sgr-out"),
        (LISTENER, {"loadBalancerArn": "lb", "port": 80.0}, "aws elbv2 delete-listener --listener-arn listener-80"),
        (PREVIEW, {"listenerArn": "listener-80", "priority": 1.0}, "aws elbv2 delete-rule --rule-arn rule-1"),
        (SUBNET, {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/18"}, "aws ec2 delete-subnet --subnet-id subnet-1"),
        (
            ROUTE,
            {"routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0"},
            "aws ec2 delete-route --route-table-id rtb-1 --destination-cidr-block 0.0.0.0/0",
        ),
    ],
)
def test_what_stands_in_the_way_is_found(kind: str, inputs: dict[str, Any], removal: str) -> None:
    """The command names it and nothing else."""
    with _aws(groups=["/a/b", "/a/bc"], streams=["switches"], rules=RULES):
        existing = find_existing(kind, inputs)
    assert existing
    assert existing.removal == removal


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        (LOG_GROUP, {"name": "/a/b"}),
        (LOG_STREAM, {"logGroupName": "/a/b", "name": "switch"}),
        (INGRESS, INWARD | {"toPort": 8081.0}),
        (INGRESS, INWARD | {"referencedSecurityGroupId": "sg-3"}),
        (INGRESS, OUTWARD),
        (EGRESS, OUTWARD | {"cidrIpv4": "10.0.0.0/8"}),
        (LISTENER, {"loadBalancerArn": "lb", "port": 443.0}),
        (PREVIEW, {"listenerArn": "listener-80", "priority": 2.0}),
        (SUBNET, {"vpcId": "vpc-1", "cidrBlock": "10.0.64.0/18"}),
        (ROUTE, {"routeTableId": "rtb-1", "destinationCidrBlock": "10.0.0.0/8"}),
    ],
)
def test_what_is_only_alike_is_not_in_the_way(kind: str, inputs: dict[str, Any]) -> None:
    """A longer name, another port, source or direction leave room."""
    with _aws(groups=["/a/bc"], streams=["switches"], rules=RULES):
        assert find_existing(kind, inputs) is None


def _aws(groups: list[str], streams: list[str], rules: list[dict[str, Any]]) -> AbstractContextManager[object]:
    logs = SimpleNamespace(
        describe_log_groups=lambda **_: {"logGroups": [{"logGroupName": name} for name in groups]},
        describe_log_streams=lambda **_: {"logStreams": [{"logStreamName": name} for name in streams]},
    )
    ec2 = SimpleNamespace(
        describe_security_group_rules=lambda **_: {"SecurityGroupRules": rules},
        describe_subnets=_subnets,
        describe_route_tables=lambda **_: {"RouteTables": [{"Routes": [{"DestinationCidrBlock": "0.0.0.0/0"}]}]},
    )
    load_balancing = SimpleNamespace(
        describe_listeners=lambda **_: {"Listeners": [{"Port": 80, "ListenerArn": "listener-80"}]},
        describe_rules=lambda **_: {
            "Rules": [{"Priority": "default", "RuleArn": "rule-0"}, {"Priority": "1", "RuleArn": "rule-1"}]
        },
    )
    clients = {"logs": lambda: logs, "ec2": lambda: ec2, "load_balancing": lambda: load_balancing}
    return mock.patch.dict("components.cloud.__dict__", clients)


def _subnets(Filters: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803  AWS's name
    wanted = {each["Name"]: each["Values"] for each in Filters}
    stands = wanted == {"vpc-id": ["vpc-1"], "cidr-block": ["10.0.0.0/18"]}
    return {"Subnets": [{"SubnetId": "subnet-1"}] if stands else []}
