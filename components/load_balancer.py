"""The load balancer and what may reach it."""

import pulumi
import pulumi_aws as aws

from components.hooks.claim import claimed
from components.router_args import RouterArgs

ANYWHERE = "0.0.0.0/0"

HTTP = 80
"""The port that a URL without a port means."""


def load_balancer_security_group(
    name: str, args: RouterArgs, claim: pulumi.ResourceHook, opts: pulumi.ResourceOptions
) -> aws.ec2.SecurityGroup:
    """The load balancer's security group: clients in, instances out. CLAIM is the hook for what can exist only once."""
    port = args.get("http_port", HTTP)
    group = aws.ec2.SecurityGroup(
        f"{name}-load-balancer",
        vpc_id=args["vpc_id"],
        description="The load balancer: clients in, instances out",
        tags=args.get("tags"),
        opts=opts,
    )
    aws.vpc.SecurityGroupIngressRule(
        f"{name}-from-clients",
        security_group_id=group.id,
        description="Clients",
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        cidr_ipv4=ANYWHERE,
        tags=args.get("tags"),
        opts=claimed(claim, opts),
    )
    aws.vpc.SecurityGroupEgressRule(
        f"{name}-to-instances",
        security_group_id=group.id,
        description="Requests and health checks to the instances",
        ip_protocol="tcp",
        from_port=args["app_port"],
        to_port=args["app_port"],
        cidr_ipv4=args["vpc_cidr"],
        tags=args.get("tags"),
        opts=claimed(claim, opts),
    )
    return group


def load_balancer(
    name: str, args: RouterArgs, security: aws.ec2.SecurityGroup, opts: pulumi.ResourceOptions
) -> aws.lb.LoadBalancer:
    """An application load balancer that faces the internet, in SECURITY."""
    return aws.lb.LoadBalancer(
        name,
        load_balancer_type="application",
        internal=False,
        subnets=args["subnet_ids"],
        security_groups=[security.id],
        drop_invalid_header_fields=True,
        desync_mitigation_mode="defensive",
        client_keep_alive=args.get("client_keep_alive"),
        tags=args.get("tags"),
        opts=opts,
    )
