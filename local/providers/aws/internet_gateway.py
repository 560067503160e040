"""aws:ec2/internetGateway:InternetGateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.property import mapping, text
from local.providers.resource import Change, ResourceType, tag_map

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties


class InternetGateway(ResourceType):
    """The way from a VPC to the internet."""

    token = "aws:ec2/internetGateway:InternetGateway"  # noqa: S105 - a type token
    title = "internet gateway"
    properties: ClassVar = {"vpcId": text(computed=True), "tags": mapping()}
    outputs = frozenset({"arn", "ownerId"})
    missing = frozenset({"InvalidInternetGatewayID.NotFound"})
    busy = frozenset({"DependencyViolation"})
    minutes = 20.0
    tagger = tagging.ec2

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the gateway."""
        tags = tagging.specification("internet-gateway", inputs.get("tagsAll"))
        made = call.client("ec2").create_internet_gateway(TagSpecifications=tags)
        return made["InternetGateway"].get("InternetGatewayId", "")

    def settle(self, call: Call, resource_id: str, inputs: Properties) -> None:
        """Attach it to its VPC."""
        if inputs.get("vpcId"):
            call.client("ec2").attach_internet_gateway(InternetGatewayId=resource_id, VpcId=inputs["vpcId"])

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the gateway and what it is attached to."""
        del known
        found = call.client("ec2").describe_internet_gateways(InternetGatewayIds=[resource_id])["InternetGateways"]
        if not found:
            return None
        gateway = found[0]
        attachments = gateway.get("Attachments", [])
        owner = gateway.get("OwnerId", "")
        return {
            "arn": f"arn:aws:ec2:{call.region}:{owner}:internet-gateway/{resource_id}",
            "ownerId": owner,
            "vpcId": attachments[0].get("VpcId", "") if attachments else "",
            "tagsAll": tag_map(gateway.get("Tags")),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Move it to another VPC."""
        if "vpcId" in change:
            self._detach(call, resource_id, change.old.get("vpcId", ""))
            self.settle(call, resource_id, change.new)

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Detach and delete it; the VPC is asked for again, since a retry finds it detached."""
        found = self.read(call, resource_id, known)
        self._detach(call, resource_id, (found or {}).get("vpcId", ""))
        call.client("ec2").delete_internet_gateway(InternetGatewayId=resource_id)

    def _detach(self, call: Call, resource_id: str, vpc_id: str) -> None:
        if vpc_id:
            call.client("ec2").detach_internet_gateway(InternetGatewayId=resource_id, VpcId=vpc_id)
