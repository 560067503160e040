"""aws:ec2/route:Route."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING, ClassVar

from local.providers.property import text
from local.providers.resource import Change, ResourceType, given

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.providers.call import Call
    from local.providers.values import Properties, Value

_TARGETS = ("gatewayId", "natGatewayId")


class Route(ResourceType):
    """One route of a route table, to an internet or NAT gateway."""

    token = "aws:ec2/route:Route"  # noqa: S105 - a type token
    title = "route"
    properties: ClassVar = {
        "routeTableId": text(required=True, replaces=True),
        "destinationCidrBlock": text(required=True, replaces=True),
        "gatewayId": text(),
        "natGatewayId": text(),
    }
    outputs = frozenset({"origin", "state"})
    defaults_out: ClassVar = {
        "carrierGatewayId": "",
        "coreNetworkArn": "",
        "destinationIpv6CidrBlock": "",
        "destinationPrefixListId": "",
        "egressOnlyGatewayId": "",
        "instanceId": "",
        "instanceOwnerId": "",
        "localGatewayId": "",
        "networkInterfaceId": "",
        "transitGatewayId": "",
        "vpcEndpointId": "",
        "vpcPeeringConnectionId": "",
    }
    missing = frozenset({"InvalidRouteTableID.NotFound", "InvalidRoute.NotFound"})
    minutes = 5.0

    def validate(self, inputs: Properties) -> Iterable[tuple[str, str]]:
        """A route leads to exactly one thing."""
        if sum(inputs.get(target) is not None for target in _TARGETS) != 1:
            yield "gatewayId", f"set exactly one of {', '.join(_TARGETS)}"

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the route; its id is made up of table and destination, as AWS gives it none."""
        destination = inputs["destinationCidrBlock"]
        call.client("ec2").create_route(
            RouteTableId=inputs["routeTableId"], DestinationCidrBlock=destination, **_target(inputs)
        )
        return f"r-{inputs['routeTableId']}{binascii.crc32(destination.encode())}"

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Look the destination up in its table."""
        del resource_id
        table_id, destination = known.get("routeTableId", ""), known.get("destinationCidrBlock")
        tables = call.client("ec2").describe_route_tables(RouteTableIds=[table_id])["RouteTables"]
        routes: Value = tables[0].get("Routes", []) if tables else []
        route = next((route for route in routes if route.get("DestinationCidrBlock") == destination), None)
        if route is None:
            return None
        return {
            "routeTableId": table_id,
            "destinationCidrBlock": destination,
            "gatewayId": route.get("GatewayId", ""),
            "natGatewayId": route.get("NatGatewayId", ""),
            "origin": route.get("Origin"),
            "state": route.get("State"),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Lead the route elsewhere in one call, so that there always is one."""
        del resource_id
        call.client("ec2").replace_route(
            RouteTableId=change.new["routeTableId"],
            DestinationCidrBlock=change.new["destinationCidrBlock"],
            **_target(change.new),
        )

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the route."""
        del resource_id
        call.client("ec2").delete_route(
            RouteTableId=known["routeTableId"], DestinationCidrBlock=known["destinationCidrBlock"]
        )


def _target(inputs: Properties) -> Properties:
    return given(inputs, GatewayId="gatewayId", NatGatewayId="natGatewayId")
