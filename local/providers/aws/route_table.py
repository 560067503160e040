"""aws:ec2/routeTable:RouteTable."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.property import mapping, text
from local.providers.resource import Change, ResourceType, tag_map

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties, Value


class RouteTable(ResourceType):
    """Routes of subnets; the routes are resources of their own here."""

    token = "aws:ec2/routeTable:RouteTable"  # noqa: S105 - a type token
    title = "route table"
    properties: ClassVar = {"vpcId": text(required=True, replaces=True), "tags": mapping()}
    outputs = frozenset({"arn", "ownerId", "routes"})
    defaults_out: ClassVar = {"propagatingVgws": []}
    missing = frozenset({"InvalidRouteTableID.NotFound"})
    busy = frozenset({"DependencyViolation"})
    minutes = 5.0
    tagger = tagging.ec2

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the table."""
        made = call.client("ec2").create_route_table(
            VpcId=inputs["vpcId"], TagSpecifications=tagging.specification("route-table", inputs.get("tagsAll"))
        )
        return made["RouteTable"].get("RouteTableId", "")

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the table and the routes in it, which other resources write."""
        del known
        found = call.client("ec2").describe_route_tables(RouteTableIds=[resource_id])["RouteTables"]
        if not found:
            return None
        table: Value = found[0]
        owner = table.get("OwnerId", "")
        return {
            "arn": f"arn:aws:ec2:{call.region}:{owner}:route-table/{resource_id}",
            "ownerId": owner,
            "routes": [_route(route) for route in table["Routes"] if route.get("Origin") == "CreateRoute"],
            "vpcId": table.get("VpcId"),
            "tagsAll": tag_map(table.get("Tags")),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Nothing but tags can change."""

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the table."""
        del known
        call.client("ec2").delete_route_table(RouteTableId=resource_id)


def _route(route: Value) -> Properties:
    return {
        "carrierGatewayId": "",
        "cidrBlock": route.get("DestinationCidrBlock", ""),
        "coreNetworkArn": "",
        "destinationPrefixListId": "",
        "egressOnlyGatewayId": "",
        "gatewayId": route.get("GatewayId", ""),
        "ipv6CidrBlock": "",
        "localGatewayId": "",
        "natGatewayId": route.get("NatGatewayId", ""),
        "networkInterfaceId": "",
        "transitGatewayId": "",
        "vpcEndpointId": "",
        "vpcPeeringConnectionId": "",
    }
