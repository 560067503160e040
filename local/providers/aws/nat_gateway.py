"""aws:ec2/natGateway:NatGateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.errors import ProviderError
from local.providers.property import mapping, text
from local.providers.resource import Change, ResourceType, given, tag_map

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties, Value


class NatGateway(ResourceType):
    """The way of private subnets to the internet."""

    token = "aws:ec2/natGateway:NatGateway"  # noqa: S105 - a type token
    title = "NAT gateway"
    properties: ClassVar = {
        "allocationId": text(replaces=True),
        "subnetId": text(required=True, replaces=True),
        "connectivityType": text(default="public", replaces=True),
        "tags": mapping(),
    }
    outputs = frozenset({"associationId", "networkInterfaceId", "privateIp", "publicIp"})
    defaults_out: ClassVar = {"secondaryPrivateIpAddressCount": 0, "secondaryPrivateIpAddresses": []}
    missing = frozenset({"NatGatewayNotFound"})
    minutes = 30.0
    tagger = tagging.ec2

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the gateway."""
        made = call.client("ec2").create_nat_gateway(
            SubnetId=inputs["subnetId"],
            ConnectivityType=inputs["connectivityType"],
            TagSpecifications=tagging.specification("natgateway", inputs.get("tagsAll")),
            **given(inputs, AllocationId="allocationId"),
        )
        return made["NatGateway"].get("NatGatewayId", "")

    def settle(self, call: Call, resource_id: str, inputs: Properties) -> None:
        """Wait until it is available: a route to a pending one is refused."""
        del inputs

        def available() -> bool:
            gateway = self._find(call, resource_id)
            if gateway and gateway.get("State") == "failed":
                raise ProviderError(f"AWS says: {gateway.get('FailureMessage', 'no reason')}")
            return bool(gateway) and gateway.get("State") == "available"

        call.until(available, f"{resource_id} to be available")

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the gateway; a deleted one is still listed for an hour."""
        del known
        gateway = self._find(call, resource_id)
        if gateway is None or gateway.get("State") in ("deleted", "deleting", "failed"):
            return None
        address: Value = (gateway.get("NatGatewayAddresses") or [{}])[0]
        return {
            "allocationId": address.get("AllocationId"),
            "associationId": address.get("AssociationId", ""),
            "connectivityType": gateway.get("ConnectivityType"),
            "networkInterfaceId": address.get("NetworkInterfaceId"),
            "privateIp": address.get("PrivateIp"),
            "publicIp": address.get("PublicIp"),
            "subnetId": gateway.get("SubnetId"),
            "tagsAll": tag_map(gateway.get("Tags")),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Nothing but tags can change."""

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the gateway and wait for it, since its address and subnet stay in use until then."""
        call.client("ec2").delete_nat_gateway(NatGatewayId=resource_id)

        def gone() -> bool:
            gateway = self._find(call, resource_id)
            return gateway is None or gateway.get("State") == "deleted"

        del known
        call.until(gone, f"{resource_id} to be deleted")

    def _find(self, call: Call, resource_id: str) -> Value:
        found = call.client("ec2").describe_nat_gateways(NatGatewayIds=[resource_id])["NatGateways"]
        return found[0] if found else None
