"""A VPC over two availability zones: public subnets for the load balancer, private ones for the fleets."""

import ipaddress
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.hooks.claim import claim_hook, claimed

ZONES = 2
"""Availability zones; a load balancer needs two (ELB API reference, CreateLoadBalancer, "Subnets")."""


class NetworkArgs(TypedDict):
    """What the network is made of."""

    cidr: str
    """The VPC's addresses, an IPv4 network, /16 to /24."""
    nat: str
    """NAT gateways: `none`, `single` or `per_zone`."""
    tags: pulumi.Input[dict[str, str]]
    """Tags of everything that takes tags."""
    zones: NotRequired[list[str]]
    """Availability zones that the network stands in already. Defaults to the region's first ones, asked of AWS."""


class Network(pulumi.ComponentResource):
    """VPC, subnets and routes."""

    vpc_id: pulumi.Output[str]
    """The VPC."""
    public_subnet_ids: pulumi.Output[list[str]]
    """One per availability zone, with a route to the internet."""
    private_subnet_ids: pulumi.Output[list[str]]
    """One per availability zone, with a route through NAT or none."""
    zones: list[str]
    """The availability zones."""

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Declare the network NAME from ARGS."""
        super().__init__("bluegreen:index:Network", name, {}, opts)
        self._name = name
        self._tags = args["tags"]
        self.zones = list(args.get("zones") or open_zones()[:ZONES])
        self._child = pulumi.ResourceOptions(parent=self)
        self._once = claimed(claim_hook(f"{name}-network-claim"), self._child)
        vpc = aws.ec2.Vpc(
            name,
            cidr_block=args["cidr"],
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags=self._tags,
            opts=self._child,
        )
        gateway = aws.ec2.InternetGateway(name, vpc_id=vpc.id, tags=self._tags, opts=self._child)
        blocks = list(ipaddress.ip_network(args["cidr"]).subnets(prefixlen_diff=2))
        public = self._subnets("public", vpc, blocks[:ZONES])
        private = self._subnets("private", vpc, blocks[ZONES:])
        self._route_out(vpc, gateway, public)
        self._route_through_nat(vpc, gateway, args["nat"], public, private)
        self.vpc_id = vpc.id
        # A load balancer that faces the internet needs the gateway attached, and says so only when it is too late.
        self.public_subnet_ids = pulumi.Output.all(gateway.id, *[subnet.id for subnet in public]).apply(
            lambda known: known[1:]
        )
        self.private_subnet_ids = pulumi.Output.all(*[subnet.id for subnet in private])
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "public_subnet_ids": self.public_subnet_ids,
                "private_subnet_ids": self.private_subnet_ids,
            }
        )

    def _subnets(
        self, kind: str, vpc: aws.ec2.Vpc, blocks: list[ipaddress.IPv4Network | ipaddress.IPv6Network]
    ) -> list[aws.ec2.Subnet]:
        return [
            aws.ec2.Subnet(
                f"{self._name}-{kind}-{index}",
                vpc_id=vpc.id,
                cidr_block=str(block),
                availability_zone=self.zones[index],
                map_public_ip_on_launch=False,
                tags=self._tags,
                # A zone that AWS opens later may sort first; the subnets stay where they are.
                opts=pulumi.ResourceOptions.merge(
                    self._once, pulumi.ResourceOptions(ignore_changes=["availabilityZone"])
                ),
            )
            for index, block in enumerate(blocks)
        ]

    def _route_out(self, vpc: aws.ec2.Vpc, gateway: aws.ec2.InternetGateway, public: list[aws.ec2.Subnet]) -> None:
        table = self._route_table("public", vpc)
        aws.ec2.Route(
            f"{self._name}-public",
            route_table_id=table.id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway.id,
            opts=self._once,
        )
        for index, subnet in enumerate(public):
            self._associate(f"public-{index}", table, subnet)

    def _route_through_nat(
        self,
        vpc: aws.ec2.Vpc,
        gateway: aws.ec2.InternetGateway,
        nat: str,
        public: list[aws.ec2.Subnet],
        private: list[aws.ec2.Subnet],
    ) -> None:
        # One table per zone whatever `nat` says, so that changing it later only adds or removes routes.
        count = {"none": 0, "single": 1, "per_zone": len(private)}[nat]
        gateways = [self._nat_gateway(index, public[index], gateway) for index in range(count)]
        for index, subnet in enumerate(private):
            table = self._route_table(f"private-{index}", vpc)
            self._associate(f"private-{index}", table, subnet)
            if gateways:
                aws.ec2.Route(
                    f"{self._name}-private-{index}",
                    route_table_id=table.id,
                    destination_cidr_block="0.0.0.0/0",
                    nat_gateway_id=gateways[index % len(gateways)].id,
                    opts=self._once,
                )

    def _nat_gateway(self, index: int, subnet: aws.ec2.Subnet, gateway: aws.ec2.InternetGateway) -> aws.ec2.NatGateway:
        name = f"{self._name}-nat-{index}"
        opts = pulumi.ResourceOptions(parent=self, depends_on=[gateway])
        address = aws.ec2.Eip(name, domain="vpc", tags=self._tags, opts=opts)
        return aws.ec2.NatGateway(name, allocation_id=address.id, subnet_id=subnet.id, tags=self._tags, opts=opts)

    def _route_table(self, kind: str, vpc: aws.ec2.Vpc) -> aws.ec2.RouteTable:
        return aws.ec2.RouteTable(f"{self._name}-{kind}", vpc_id=vpc.id, tags=self._tags, opts=self._child)

    def _associate(self, kind: str, table: aws.ec2.RouteTable, subnet: aws.ec2.Subnet) -> None:
        aws.ec2.RouteTableAssociation(
            f"{self._name}-{kind}", route_table_id=table.id, subnet_id=subnet.id, opts=self._child
        )


def open_zones() -> list[str]:
    """Names of the region's availability zones, sorted: asked of AWS."""
    return sorted(
        aws.get_availability_zones(
            state="available",
            # Local zones have no place for a load balancer of this kind and must be opted into.
            filters=[{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
        ).names
    )
