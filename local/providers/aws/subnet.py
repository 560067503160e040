"""aws:ec2/subnet:Subnet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.property import flag, mapping, text
from local.providers.resource import Change, ResourceType, given, tag_map

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties


class Subnet(ResourceType):
    """A part of a VPC in one availability zone."""

    token = "aws:ec2/subnet:Subnet"  # noqa: S105 - a type token
    title = "subnet"
    properties: ClassVar = {
        "vpcId": text(required=True, replaces=True),
        "cidrBlock": text(required=True, replaces=True),
        "availabilityZone": text(computed=True, replaces=True),
        "mapPublicIpOnLaunch": flag(default=False),
        "assignIpv6AddressOnCreation": flag(default=False, local=True),
        "enableDns64": flag(default=False, local=True),
        "enableResourceNameDnsARecordOnLaunch": flag(default=False, local=True),
        "enableResourceNameDnsAaaaRecordOnLaunch": flag(default=False, local=True),
        "ipv6Native": flag(default=False, local=True),
        "tags": mapping(),
    }
    outputs = frozenset({"arn", "availabilityZoneId", "ownerId"})
    defaults_out: ClassVar = {
        "customerOwnedIpv4Pool": "",
        "enableLniAtDeviceIndex": 0,
        "ipv6CidrBlock": "",
        "ipv6CidrBlockAssociationId": "",
        "mapCustomerOwnedIpOnLaunch": False,
        "outpostArn": "",
        "privateDnsHostnameTypeOnLaunch": "ip-name",
    }
    missing = frozenset({"InvalidSubnetID.NotFound"})
    busy = frozenset({"DependencyViolation"})
    minutes = 20.0
    tagger = tagging.ec2

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the subnet."""
        made = call.client("ec2").create_subnet(
            VpcId=inputs["vpcId"],
            TagSpecifications=tagging.specification("subnet", inputs.get("tagsAll")),
            **given(inputs, CidrBlock="cidrBlock", AvailabilityZone="availabilityZone"),
        )
        return made["Subnet"].get("SubnetId", "")

    def settle(self, call: Call, resource_id: str, inputs: Properties) -> None:
        """Let instances have public addresses, where wanted: a new subnet gives none."""
        if inputs["mapPublicIpOnLaunch"]:
            self._map_public_ip(call, resource_id, inputs)

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the subnet."""
        del known
        subnet = call.client("ec2").describe_subnets(SubnetIds=[resource_id])["Subnets"][0]
        return {
            "arn": subnet.get("SubnetArn"),
            "availabilityZone": subnet.get("AvailabilityZone"),
            "availabilityZoneId": subnet.get("AvailabilityZoneId"),
            "cidrBlock": subnet.get("CidrBlock"),
            "mapPublicIpOnLaunch": subnet.get("MapPublicIpOnLaunch", False),
            "ownerId": subnet.get("OwnerId"),
            "vpcId": subnet.get("VpcId"),
            "tagsAll": tag_map(subnet.get("Tags")),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Change whether instances get public addresses."""
        if "mapPublicIpOnLaunch" in change:
            self._map_public_ip(call, resource_id, change.new)

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the subnet."""
        del known
        call.client("ec2").delete_subnet(SubnetId=resource_id)

    def _map_public_ip(self, call: Call, resource_id: str, inputs: Properties) -> None:
        call.client("ec2").modify_subnet_attribute(
            SubnetId=resource_id, MapPublicIpOnLaunch={"Value": bool(inputs["mapPublicIpOnLaunch"])}
        )
