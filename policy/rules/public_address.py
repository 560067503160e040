"""No instance has a public address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .machine import TEMPLATE, is_machine
from .resource import UNKNOWN, Resource, is_false, is_true
from .rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SUBNET = "aws:ec2/subnet:Subnet"
ELASTIC_ADDRESSES = {"aws:ec2/eip:Eip": "instance", "aws:ec2/eipAssociation:EipAssociation": "instanceId"}
"""Where an instance is named that gets an Elastic IP address, by type. A NAT gateway's address names none."""


def _check(resource: Resource, _: Sequence[Resource]) -> Iterator[str]:
    if resource.type == TEMPLATE:
        yield from _template(resource)
    elif is_machine(resource):
        given = resource.get("associatePublicIpAddress")
        if given is not UNKNOWN and not is_false(given):
            yield "associate_public_ip_address is not false"
    elif resource.type == SUBNET and is_true(resource.get("mapPublicIpOnLaunch")):
        yield "instances that are launched in it get a public address"
    elif resource.get(ELASTIC_ADDRESSES.get(resource.type, "")):
        yield "an instance gets an Elastic IP address"


def _template(resource: Resource) -> Iterator[str]:
    interfaces = resource.blocks("networkInterfaces")
    if not interfaces and resource.get("networkInterfaces") is not UNKNOWN:
        yield "it has no network interface, so that the subnet decides"
    for interface in interfaces:
        given = interface.get("associatePublicIpAddress")
        if given is not UNKNOWN and not is_false(given):
            yield "associate_public_ip_address of a network interface is not false"


NO_PUBLIC_ADDRESS = Rule(
    name="no-public-address",
    forbids="An instance with a public address",
    why="clients reach instances through the load balancer only; an address beside it goes past weights and drains",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
    comply=(
        "Write `associate_public_ip_address` false in the launch template's network interface, and leave"
        " `map_public_ip_on_launch` of subnets off"
    ),
    check=_check,
)
