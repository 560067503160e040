"""Ingress: who may reach a security group, in each of the forms that the provider has for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .resource import UNKNOWN, Resource, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

GROUP = "aws:ec2/securityGroup:SecurityGroup"
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
OLDER_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"

_ADDRESSES = ("cidrIpv4", "cidrIpv6", "prefixListId", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds")


@dataclass(frozen=True)
class Ingress:
    """Addresses that may reach a security group, and where."""

    addresses: tuple[str, ...]
    """Networks and prefix lists; empty where only other security groups may."""
    protocol: Any
    ports: tuple[Any, Any]
    """First and last."""


def ingress(resource: Resource) -> Iterator[Ingress]:
    """What RESOURCE lets in; none where it is neither a security group nor an ingress rule."""
    if resource.type == INGRESS_RULE:
        yield _ingress(resource.properties, "ipProtocol")
    elif resource.type == OLDER_RULE and resource.get("type") != "egress":
        yield _ingress(resource.properties, "protocol")
    elif resource.type in {GROUP, DEFAULT_GROUP}:
        for block in blocks(resource.get("ingress")):
            yield _ingress(block, "protocol")


def group_of(resource: Resource) -> set[str]:
    """By what names the security group of RESOURCE is known: URNs, and its id where that is known."""
    if resource.type in {GROUP, DEFAULT_GROUP}:
        return names([resource.urn, resource.get("id")])
    return names([*resource.dependencies.get("securityGroupId", ()), resource.get("securityGroupId")])


def names(values: list[Any]) -> set[str]:
    """The known names among VALUES."""
    return {value for value in values if isinstance(value, str) and value}


def _ingress(properties: Mapping[str, Any], protocol: str) -> Ingress:
    found: list[Any] = []
    for key in _ADDRESSES:
        value = properties.get(key)
        found += value if isinstance(value, list) else [value]
    known = tuple(str(value) for value in found if value is not UNKNOWN and value)
    return Ingress(known, properties.get(protocol), (properties.get("fromPort"), properties.get("toPort")))
