"""The network's graph."""

import ipaddress

import pytest

from tests.unit.components.harness import deploy
from tests.unit.components.programs import network

SUBNET = "aws:ec2/subnet:Subnet"
ROUTE = "aws:ec2/route:Route"
NAT = "aws:ec2/natGateway:NatGateway"


def test_subnets_lie_apart_in_two_zones() -> None:
    """Public and private subnets share no address, and each kind has one in each of two zones."""
    subnets = deploy(network("none"), "router").of(SUBNET)
    blocks = [ipaddress.ip_network(properties["cidrBlock"]) for properties in subnets.values()]
    assert not any(a.overlaps(b) for index, a in enumerate(blocks) for b in blocks[index + 1 :])
    for kind in ("public", "private"):
        zones = [p["availabilityZone"] for name, p in subnets.items() if f"-{kind}-" in name]
        assert zones == ["us-east-1a", "us-east-1b"]


def test_a_new_zone_moves_no_subnet() -> None:
    """A zone that AWS opens later may sort first; it must not replace a subnet."""
    graph = deploy(network("none"), "router")
    assert all(
        list(request.ignoreChanges) == ["availabilityZone"]
        for (token, _), request in graph.requests.items()
        if token == SUBNET
    )


@pytest.mark.parametrize(("nat", "gateways", "routes"), [("none", 0, 1), ("single", 1, 3), ("per_zone", 2, 3)])
def test_nat_is_what_was_asked_for(nat: str, gateways: int, routes: int) -> None:
    """No gateway, one, or one a zone; each private subnet gets a route out only with one."""
    graph = deploy(network(nat), "router")
    assert len(graph.of(NAT)) == gateways
    assert len(graph.of(ROUTE)) == routes


def test_changing_nat_only_adds_and_removes() -> None:
    """Every resource of the smaller setting stands in the larger one, unchanged."""
    none, zone = deploy(network("none"), "router"), deploy(network("per_zone"), "router")
    assert set(none.requests) <= set(zone.requests)
