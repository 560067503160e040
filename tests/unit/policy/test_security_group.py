"""Ingress in each of the forms that the provider has for it."""

from __future__ import annotations

from typing import Any

import pytest

from policy.rules.resource import UNKNOWN, Resource
from policy.rules.security_group import CLOSED_SECURITY_GROUPS

OF_BALANCER, OF_INSTANCES = "urn:balancers", "urn:instances"

BALANCER = Resource(
    "aws:lb/loadBalancer:LoadBalancer",
    "router",
    urn="urn:balancer",
    properties={"securityGroups": UNKNOWN},
    dependencies={"securityGroups": [OF_BALANCER]},
)
LISTENER = Resource("aws:lb/listener:Listener", "router", properties={"port": 80.0})


HTTP = {"fromPort": 80, "toPort": 80}


def group(urn: str, **properties: Any) -> Resource:
    """A security group."""
    return Resource("aws:ec2/securityGroup:SecurityGroup", urn, urn=urn, properties=properties)


def ingress(urn: str, **changes: Any) -> Resource:
    """An ingress rule of the group URN, from anywhere to port 80 but for CHANGES."""
    properties = {"securityGroupId": UNKNOWN, "ipProtocol": "tcp", "cidrIpv4": "0.0.0.0/0", **HTTP, **changes}
    token = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"  # noqa: S105  a type
    return Resource(token, "in", properties=properties, dependencies={"securityGroupId": [urn]})


def older(urn: str, **changes: Any) -> Resource:
    """As above, as the provider's older resource."""
    properties = {"type": "ingress", "protocol": "tcp", "cidrBlocks": ["0.0.0.0/0"], **HTTP, **changes}
    token = "aws:ec2/securityGroupRule:SecurityGroupRule"  # noqa: S105  a type
    return Resource(token, "in", properties=properties, dependencies={"securityGroupId": [urn]})


def inline(urn: str, **changes: Any) -> Resource:
    """As above, within the group."""
    return group(urn, ingress=[{"protocol": "tcp", "cidrBlocks": ["0.0.0.0/0"], **HTTP, **changes}])


def is_red(resource: Resource, *more: Resource) -> bool:
    """Tell whether RESOURCE breaks the rule beside a load balancer, its listener, both groups and MORE."""
    groups = [group(urn) for urn in (OF_BALANCER, OF_INSTANCES) if urn != resource.urn]
    return bool(CLOSED_SECURITY_GROUPS.problems(resource, [BALANCER, LISTENER, *groups, resource, *more]))


@pytest.mark.parametrize("form", [ingress, older, inline])
def test_anyone_may_reach_the_load_balancer_at_its_listener_only(form: Any) -> None:
    """In each form; the instances' group takes no addresses."""
    assert not is_red(form(OF_BALANCER))
    assert is_red(form(OF_INSTANCES))


@pytest.mark.parametrize("ports", [(22, 22), (80, 443), (0, 65535), (None, None)])
def test_another_port_is_found(ports: tuple[object, object]) -> None:
    """Also where the listener's is among them."""
    assert is_red(ingress(OF_BALANCER, fromPort=ports[0], toPort=ports[1]))


@pytest.mark.parametrize("protocol", ["udp", "-1", "all", None])
def test_another_protocol_is_found(protocol: object) -> None:
    """A listener is reached by TCP."""
    assert is_red(ingress(OF_BALANCER, ipProtocol=protocol))


@pytest.mark.parametrize("key", ["cidrIpv4", "cidrIpv6", "prefixListId"])
def test_any_address_is_one(key: str) -> None:
    """Whatever it is written as: half of the internet is no better than all of it."""
    addresses = {"cidrIpv4": None, key: {"cidrIpv4": "128.0.0.0/1", "cidrIpv6": "::/0", "prefixListId": "pl-1"}[key]}
    assert is_red(ingress(OF_INSTANCES, **addresses))


def test_another_security_group_may() -> None:
    """It is the source that instances accept."""
    assert not is_red(ingress(OF_INSTANCES, cidrIpv4=None, referencedSecurityGroupId="sg-1"))
    assert not is_red(older(OF_INSTANCES, cidrBlocks=[], sourceSecurityGroupId="sg-1"))
    assert not is_red(inline(OF_INSTANCES, cidrBlocks=None, securityGroups=["sg-1"]))


def test_egress_is_none_of_its_business() -> None:
    """Instances may call what the application needs."""
    assert not is_red(older(OF_INSTANCES, type="egress"))
    assert not is_red(group(OF_INSTANCES, egress=[{"protocol": "-1", "cidrBlocks": ["0.0.0.0/0"]}]))


def test_a_group_is_known_by_its_id_too() -> None:
    """Of a group that another stack owns there is only the id."""
    by_id = Resource("aws:lb/loadBalancer:LoadBalancer", "other", properties={"securityGroups": ["sg-9"]})
    rule = Resource(
        ingress("").type,
        "in",
        properties={"securityGroupId": "sg-9", "ipProtocol": "tcp", "fromPort": 80, "toPort": 80, "cidrIpv4": "::/0"},
    )
    assert is_red(rule)
    assert not is_red(rule, by_id)


def test_what_a_preview_does_not_know_is_no_fault() -> None:
    """Ports and addresses that come from another resource."""
    assert not is_red(ingress(OF_BALANCER, fromPort=UNKNOWN, toPort=UNKNOWN))
    assert not is_red(ingress(OF_INSTANCES, cidrIpv4=UNKNOWN))
