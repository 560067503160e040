"""aws:ec2/eip:Eip."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.property import mapping, text
from local.providers.resource import Change, ResourceType, tag_map

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties


class Eip(ResourceType):
    """A public address that stays."""

    token = "aws:ec2/eip:Eip"  # noqa: S105 - a type token
    title = "elastic IP address"
    properties: ClassVar = {"domain": text(computed=True, replaces=True), "tags": mapping()}
    outputs = frozenset(
        {"allocationId", "arn", "associationId", "instance", "networkInterface", "privateIp", "publicDns", "publicIp"}
    )
    defaults_out: ClassVar = {
        "carrierIp": "",
        "customerOwnedIp": "",
        "customerOwnedIpv4Pool": "",
        "networkBorderGroup": "",
        "ptrRecord": "",
        "publicIpv4Pool": "",
        "vpc": True,
    }
    missing = frozenset({"InvalidAllocationID.NotFound"})
    busy = frozenset({"InvalidIPAddress.InUse"})
    minutes = 3.0
    tagger = tagging.ec2

    def create(self, call: Call, inputs: Properties) -> str:
        """Allocate an address."""
        tags = tagging.specification("elastic-ip", inputs.get("tagsAll"))
        made = call.client("ec2").allocate_address(Domain="vpc", TagSpecifications=tags)
        return made["AllocationId"]

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the address."""
        del known
        found = call.client("ec2").describe_addresses(AllocationIds=[resource_id])["Addresses"]
        if not found:
            return None
        address = found[0]
        public = address.get("PublicIp", "")
        name = "compute-1" if call.region == "us-east-1" else f"{call.region}.compute"
        return {
            "allocationId": resource_id,
            "arn": f"arn:aws:ec2:{call.region}:{_account(call)}:elastic-ip/{resource_id}",
            "associationId": address.get("AssociationId", ""),
            "domain": address.get("Domain"),
            "instance": address.get("InstanceId", ""),
            "networkInterface": address.get("NetworkInterfaceId", ""),
            "privateIp": address.get("PrivateIpAddress", ""),
            "publicDns": f"ec2-{public.replace('.', '-')}.{name}.amazonaws.com",
            "publicIp": public,
            "tagsAll": tag_map(address.get("Tags")),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Nothing but tags can change."""

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Release the address."""
        del known
        call.client("ec2").release_address(AllocationId=resource_id)


def _account(call: Call) -> str:
    return call.client("sts").get_caller_identity()["Account"]
