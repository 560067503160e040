"""aws:ec2/vpc:Vpc."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from local.providers import tagging
from local.providers.property import flag, mapping, text
from local.providers.resource import Change, ResourceType, tag_map

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties, Value

_Attribute = Literal["enableDnsHostnames", "enableDnsSupport"]


class Vpc(ResourceType):
    """A network."""

    token = "aws:ec2/vpc:Vpc"  # noqa: S105 - a type token
    title = "VPC"
    properties: ClassVar = {
        "cidrBlock": text(required=True, replaces=True),
        "enableDnsHostnames": flag(computed=True),
        "enableDnsSupport": flag(default=True),
        "instanceTenancy": text(default="default"),
        "tags": mapping(),
    }
    outputs = frozenset(
        {"arn", "defaultNetworkAclId", "defaultRouteTableId", "defaultSecurityGroupId", "dhcpOptionsId"}
        | {"mainRouteTableId", "ownerId"}
    )
    defaults_out: ClassVar = {
        "assignGeneratedIpv6CidrBlock": False,
        "enableNetworkAddressUsageMetrics": False,
        "ipv6AssociationId": "",
        "ipv6CidrBlock": "",
        "ipv6CidrBlockNetworkBorderGroup": "",
        "ipv6IpamPoolId": "",
        "ipv6NetmaskLength": 0,
    }
    missing = frozenset({"InvalidVpcID.NotFound"})
    busy = frozenset({"DependencyViolation"})
    minutes = 5.0
    tagger = tagging.ec2

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the VPC with its range and tenancy."""
        made = call.client("ec2").create_vpc(
            CidrBlock=inputs["cidrBlock"],
            InstanceTenancy=inputs["instanceTenancy"],
            TagSpecifications=tagging.specification("vpc", inputs.get("tagsAll")),
        )
        return made["Vpc"].get("VpcId", "")

    def settle(self, call: Call, resource_id: str, inputs: Properties) -> None:
        """Set the attributes that differ from what a new VPC has (API reference, CreateVpc)."""
        if not inputs["enableDnsSupport"]:
            _set(call, resource_id, "enableDnsSupport", on=False)
        if inputs.get("enableDnsHostnames"):
            _set(call, resource_id, "enableDnsHostnames", on=True)

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the VPC, its attributes, and the things that came with it."""
        del known
        client = call.client("ec2")
        vpc = client.describe_vpcs(VpcIds=[resource_id])["Vpcs"][0]
        of_it: Value = [{"Name": "vpc-id", "Values": [resource_id]}]
        main: Value = [*of_it, {"Name": "association.main", "Values": ["true"]}]
        default: Value = [*of_it, {"Name": "default", "Values": ["true"]}]
        named: Value = [*of_it, {"Name": "group-name", "Values": ["default"]}]
        tables = client.describe_route_tables(Filters=main)["RouteTables"]
        lists = client.describe_network_acls(Filters=default)["NetworkAcls"]
        groups = client.describe_security_groups(Filters=named)["SecurityGroups"]
        table = tables[0].get("RouteTableId", "") if tables else ""
        owner = vpc.get("OwnerId", "")
        return {
            "arn": f"arn:aws:ec2:{call.region}:{owner}:vpc/{resource_id}",
            "cidrBlock": vpc.get("CidrBlock"),
            "instanceTenancy": vpc.get("InstanceTenancy"),
            "enableDnsHostnames": _get(call, resource_id, "enableDnsHostnames"),
            "enableDnsSupport": _get(call, resource_id, "enableDnsSupport"),
            "dhcpOptionsId": vpc.get("DhcpOptionsId"),
            "ownerId": owner,
            "mainRouteTableId": table,
            "defaultRouteTableId": table,
            "defaultNetworkAclId": lists[0].get("NetworkAclId", "") if lists else "",
            "defaultSecurityGroupId": groups[0].get("GroupId", "") if groups else "",
            "tagsAll": tag_map(vpc.get("Tags")),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Write each attribute that changed: AWS takes one a call."""
        attributes: tuple[_Attribute, ...] = ("enableDnsSupport", "enableDnsHostnames")
        for name in attributes:
            if name in change:
                _set(call, resource_id, name, on=bool(change.new.get(name)))
        if "instanceTenancy" in change:
            call.client("ec2").modify_vpc_tenancy(VpcId=resource_id, InstanceTenancy="default")

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the VPC."""
        del known
        call.client("ec2").delete_vpc(VpcId=resource_id)


def _get(call: Call, vpc_id: str, name: _Attribute) -> bool:
    answer = call.client("ec2").describe_vpc_attribute(VpcId=vpc_id, Attribute=name)
    found = answer["EnableDnsSupport"] if name == "enableDnsSupport" else answer["EnableDnsHostnames"]
    return found.get("Value", False)


def _set(call: Call, vpc_id: str, name: _Attribute, *, on: bool) -> None:
    client = call.client("ec2")
    if name == "enableDnsSupport":
        client.modify_vpc_attribute(VpcId=vpc_id, EnableDnsSupport={"Value": on})
    else:
        client.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": on})
