"""The router: load balancer, both target groups, and the one listener that holds their weights."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components import naming
from components.active_record import ActiveRecord
from components.color import Color, weights
from components.listener import forward_to

ANYWHERE = "0.0.0.0/0"

HTTP = 80
"""The port that a URL without a port means."""


class CanaryArgs(TypedDict):
    """A share of the traffic for a color that is not the active one; inert once it is."""

    color: Color
    """Which color gets it."""
    percent: int
    """How much, 0 to 50."""


class RouterArgs(TypedDict):
    """What the router is made of."""

    service: pulumi.Input[str]
    """The service's name: it stands in the active-color parameter's name."""
    active_color: Color
    """The color that gets the traffic."""
    canary: NotRequired[CanaryArgs]
    """A share of the traffic for the other color. Defaults to none."""
    active_record: NotRequired[pulumi.Input[str]]
    """Value of the active-color parameter. Defaults to one that names only the color."""
    vpc_id: pulumi.Input[str]
    """Where the load balancer stands."""
    vpc_cidr: pulumi.Input[str]
    """The VPC's addresses: all that the load balancer may reach."""
    subnet_ids: pulumi.Input[list[str]]
    """Public subnets in at least two availability zones."""
    app_port: pulumi.Input[int]
    """The port the application listens on. A target group can't change it."""
    http_port: NotRequired[pulumi.Input[int]]
    """The port the load balancer listens on. Defaults to 80."""
    deregistration_delay: NotRequired[pulumi.Input[int]]
    """Seconds that requests in flight get when a target leaves. Defaults to 30."""
    health_check: NotRequired[pulumi.Input[aws.lb.TargetGroupHealthCheckArgsDict]]
    """What the load balancer asks each target."""
    protect: NotRequired[bool]
    """Whether Pulumi refuses to delete any of it. Defaults to true. Protecting only the load balancer would let a
    destroy take the rules that let clients in, before it is refused."""
    tags: NotRequired[pulumi.Input[dict[str, str]]]
    """Tags of everything that takes tags."""


class Router(pulumi.ComponentResource):
    """Moves all traffic between blue and green with one write."""

    url: pulumi.Output[str]
    """Where clients go."""
    dns_name: pulumi.Output[str]
    """The load balancer's DNS name."""
    zone_id: pulumi.Output[str]
    """The load balancer's hosted zone, for an alias record."""
    load_balancer_arn: pulumi.Output[str]
    """The load balancer."""
    load_balancer_arn_suffix: pulumi.Output[str]
    """The load balancer as CloudWatch names it."""
    listener_arn: pulumi.Output[str]
    """The listener that holds the weights."""
    target_group_arns: pulumi.Output[dict[str, str]]
    """Target groups by color."""
    target_group_arn_suffixes: pulumi.Output[dict[str, str]]
    """Target groups by color, as CloudWatch names them."""
    load_balancer_security_group_id: pulumi.Output[str]
    """The only source that instances accept."""
    active_color: pulumi.Output[str]
    """The color that gets the traffic."""
    weights: pulumi.Output[dict[str, int]]
    """Percent of the traffic by color."""

    def __init__(self, name: str, args: RouterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Declare the router NAME from ARGS."""
        protect = pulumi.ResourceOptions(protect=args.get("protect", True))
        super().__init__("bluegreen:index:Router", name, {}, pulumi.ResourceOptions.merge(opts, protect))
        self._child = pulumi.ResourceOptions(parent=self)
        canary = args.get("canary")
        shares = weights(args["active_color"], (canary["color"], canary["percent"]) if canary else None)
        security = self._security_group(name, args)
        balancer = self._load_balancer(name, args, security)
        groups = {color: self._target_group(color, args) for color in Color}
        listener = self._listener(name, args, balancer, groups, shares)
        self._active_parameter(name, args, listener)
        self._describe(args, security, balancer, groups, listener, shares)

    def _security_group(self, name: str, args: RouterArgs) -> aws.ec2.SecurityGroup:
        port = args.get("http_port", HTTP)
        group = aws.ec2.SecurityGroup(
            f"{name}-load-balancer",
            vpc_id=args["vpc_id"],
            description="The load balancer: clients in, instances out",
            tags=args.get("tags"),
            opts=self._child,
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
            opts=self._child,
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
            opts=self._child,
        )
        return group

    def _load_balancer(self, name: str, args: RouterArgs, security: aws.ec2.SecurityGroup) -> aws.lb.LoadBalancer:
        return aws.lb.LoadBalancer(
            name,
            load_balancer_type="application",
            internal=False,
            subnets=args["subnet_ids"],
            security_groups=[security.id],
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            tags=args.get("tags"),
            opts=self._child,
        )

    def _target_group(self, color: Color, args: RouterArgs) -> aws.lb.TargetGroup:
        return aws.lb.TargetGroup(
            color.value,
            port=args["app_port"],
            protocol="HTTP",
            vpc_id=args["vpc_id"],
            target_type="instance",
            deregistration_delay=args.get("deregistration_delay", 30),
            health_check=args.get("health_check"),
            tags=args.get("tags"),
            opts=self._child,
        )

    def _listener(
        self,
        name: str,
        args: RouterArgs,
        balancer: aws.lb.LoadBalancer,
        groups: dict[Color, aws.lb.TargetGroup],
        shares: dict[Color, int],
    ) -> aws.lb.Listener:
        return aws.lb.Listener(
            name,
            load_balancer_arn=balancer.arn,
            port=args.get("http_port", HTTP),
            protocol="HTTP",
            default_actions=[forward_to({color: group.arn for color, group in groups.items()}, shares)],
            tags=args.get("tags"),
            opts=self._child,
        )

    def _active_parameter(self, name: str, args: RouterArgs, listener: aws.lb.Listener) -> aws.ssm.Parameter:
        return aws.ssm.Parameter(
            f"{name}-active",
            name=pulumi.Output.from_input(args["service"]).apply(
                lambda service: naming.active_parameter(service, pulumi.get_stack())
            ),
            type="String",
            insecure_value=args.get("active_record", ActiveRecord(args["active_color"]).to_json()),
            description="The color that the router last switched to, and from; follows the listener",
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[listener]),
        )

    def _describe(  # noqa: PLR0913, PLR0917  each resource is offered by name
        self,
        args: RouterArgs,
        security: aws.ec2.SecurityGroup,
        balancer: aws.lb.LoadBalancer,
        groups: dict[Color, aws.lb.TargetGroup],
        listener: aws.lb.Listener,
        shares: dict[Color, int],
    ) -> None:
        self.url = pulumi.Output.all(balancer.dns_name, args.get("http_port", HTTP)).apply(
            lambda known: f"http://{known[0]}" if known[1] == HTTP else f"http://{known[0]}:{int(known[1])}"
        )
        self.dns_name = balancer.dns_name
        self.zone_id = balancer.zone_id
        self.load_balancer_arn = balancer.arn
        self.load_balancer_arn_suffix = balancer.arn_suffix
        self.listener_arn = listener.arn
        self.target_group_arns = pulumi.Output.all(**{color.value: group.arn for color, group in groups.items()})
        self.target_group_arn_suffixes = pulumi.Output.all(
            **{color.value: group.arn_suffix for color, group in groups.items()}
        )
        self.load_balancer_security_group_id = security.id
        self.active_color = pulumi.Output.from_input(args["active_color"].value)
        self.weights = pulumi.Output.from_input({color.value: share for color, share in shares.items()})
        self.register_outputs({name: getattr(self, name) for name in OUTPUTS})


OUTPUTS = (
    "url",
    "dns_name",
    "zone_id",
    "load_balancer_arn",
    "load_balancer_arn_suffix",
    "listener_arn",
    "target_group_arns",
    "target_group_arn_suffixes",
    "load_balancer_security_group_id",
    "active_color",
    "weights",
)
"""What a router offers, all of it decided by an update and none of it by time."""
