"""aws:ec2/routeTableAssociation:RouteTableAssociation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers.property import text
from local.providers.resource import Change, ResourceType

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties


class RouteTableAssociation(ResourceType):
    """Says that a subnet uses a route table."""

    token = "aws:ec2/routeTableAssociation:RouteTableAssociation"  # noqa: S105 - a type token
    title = "route table association"
    properties: ClassVar = {
        "subnetId": text(required=True, replaces=True),
        "routeTableId": text(required=True),
    }
    defaults_out: ClassVar = {"gatewayId": ""}
    missing = frozenset({"InvalidAssociationID.NotFound", "InvalidRouteTableID.NotFound"})
    minutes = 5.0

    def create(self, call: Call, inputs: Properties) -> str:
        """Associate the subnet."""
        made = call.client("ec2").associate_route_table(
            SubnetId=inputs["subnetId"], RouteTableId=inputs["routeTableId"]
        )
        return made["AssociationId"]

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Find the subnet's association: a replaced one has a new id that the engine can't be told."""
        if known.get("subnetId"):
            name, wanted = "association.subnet-id", known["subnetId"]
        else:
            name, wanted = "association.route-table-association-id", resource_id
        found = call.client("ec2").describe_route_tables(Filters=[{"Name": name, "Values": [wanted]}])["RouteTables"]
        associations = (
            (table, association)
            for table in found
            for association in table.get("Associations", [])
            if wanted in (association.get("SubnetId"), association.get("RouteTableAssociationId"))
        )
        table, association = next(associations, (None, None))
        if table is None or association is None:
            return None
        return {
            "associationId": association.get("RouteTableAssociationId"),
            "subnetId": association.get("SubnetId"),
            "routeTableId": table.get("RouteTableId"),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Move the subnet to another table in one call."""
        call.client("ec2").replace_route_table_association(
            AssociationId=self._current(call, resource_id, change.old), RouteTableId=change.new["routeTableId"]
        )

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Take the subnet off its table."""
        call.client("ec2").disassociate_route_table(AssociationId=self._current(call, resource_id, known))

    def _current(self, call: Call, resource_id: str, known: Properties) -> str:
        found = self.read(call, resource_id, known)
        return found["associationId"] if found else resource_id
