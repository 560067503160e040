"""The router: load balancer, both target groups, and the one listener that holds their weights."""

import pulumi
import pulumi_aws as aws

from components import naming
from components.color import Color, weights
from components.guard.drain import drain_seconds
from components.hooks.claim import claim_hook, claimed
from components.hooks.gate import gate_hook
from components.hooks.verify import confirm_hook, verify_hook
from components.listener import forward_to
from components.load_balancer import HTTP, load_balancer, load_balancer_security_group
from components.preview_route import preview_route
from components.router_args import RouterArgs
from components.switch.last_look import look_last
from components.switch.router_switching import active_record, switching_of
from components.switch.switching import Switched
from components.switch_log_group import switch_log_group
from components.target_group import DEREGISTRATION_DELAY, target_group


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
    active_parameter: pulumi.Output[str]
    """Name of the SSM parameter that follows the listener."""
    switch_log: pulumi.Output[str]
    """Name of the log group with one record per switch or refusal."""
    drain_seconds: pulumi.Output[int]
    """Seconds after a switch until the old color may safely be torn down."""

    def __init__(self, name: str, args: RouterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Declare the router NAME from ARGS."""
        protect = pulumi.ResourceOptions(protect=args.get("protect", True))
        super().__init__("bluegreen:index:Router", name, {}, pulumi.ResourceOptions.merge(opts, protect))
        self._child = pulumi.ResourceOptions(parent=self)
        canary = args.get("canary")
        shares = weights(args["active_color"], (canary["color"], canary["percent"]) if canary else None)
        claim = claim_hook(f"{name}-claim")
        security = load_balancer_security_group(name, args, claim, self._child)
        balancer = load_balancer(name, args, security, self._child)
        groups = {color: target_group(color, args, self._child) for color in Color}
        self._describe(args, security, balancer, groups, shares)
        self.switch_log = switch_log_group(name, args, claim, self._child)
        arns = {color: group.arn for color, group in groups.items()}
        switching, run = switching_of(args, shares, arns, self.url, self.switch_log), Switched()
        gate, verify = gate_hook(f"{name}-gate", switching, run), verify_hook(f"{name}-verify", switching, run)
        listener = aws.lb.Listener(
            name,
            load_balancer_arn=balancer.arn,
            port=args.get("http_port", HTTP),
            protocol="HTTP",
            default_actions=[forward_to(arns, shares, args.get("stickiness", 0))],
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(
                parent=self,
                hooks=pulumi.ResourceHookBinding(
                    before_create=[claim, gate], before_update=[gate], after_create=[verify], after_update=[verify]
                ),
            ),
        )
        self.listener_arn = listener.arn
        self._preview_route(name, args, groups, claim)
        record = active_record(args, switching, run, listener.arn)
        confirm = confirm_hook(f"{name}-confirm", switching, run, listener.arn)
        hooks = pulumi.ResourceHookBinding(before_create=[claim], before_update=[confirm])
        self.active_parameter = self._active_parameter(name, args, listener, record, hooks)
        look_last(switching, run, listener.arn, self.active_parameter)
        self.register_outputs({output: getattr(self, output) for output in OUTPUTS})

    def _preview_route(
        self, name: str, args: RouterArgs, groups: dict[Color, aws.lb.TargetGroup], claim: pulumi.ResourceHook
    ) -> None:
        route = args.get("preview_route") or {}
        preview_route(
            name,
            self.listener_arn,
            {color: group.arn for color, group in groups.items()},
            header=route.get("header"),
            sources=route.get("sources"),
            tags=args.get("tags"),
            opts=claimed(claim, self._child),
        )

    def _active_parameter(
        self,
        name: str,
        args: RouterArgs,
        listener: aws.lb.Listener,
        record: pulumi.Output[str],
        hooks: pulumi.ResourceHookBinding,
    ) -> pulumi.Output[str]:
        parameter = aws.ssm.Parameter(
            f"{name}-active",
            name=pulumi.Output.from_input(args["service"]).apply(
                lambda service: naming.active_parameter(service, pulumi.get_stack())
            ),
            type="String",
            insecure_value=record,
            description="The color that the router last switched to, and from; follows the listener",
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[listener],
                hooks=hooks,
            ),
        )
        return parameter.name

    def _describe(
        self,
        args: RouterArgs,
        security: aws.ec2.SecurityGroup,
        balancer: aws.lb.LoadBalancer,
        groups: dict[Color, aws.lb.TargetGroup],
        shares: dict[Color, int],
    ) -> None:
        self.url = pulumi.Output.all(balancer.dns_name, args.get("http_port", HTTP)).apply(
            lambda known: f"http://{known[0]}" if known[1] == HTTP else f"http://{known[0]}:{int(known[1])}"
        )
        self.dns_name = balancer.dns_name
        self.zone_id = balancer.zone_id
        self.load_balancer_arn = balancer.arn
        self.load_balancer_arn_suffix = balancer.arn_suffix
        self.target_group_arns = pulumi.Output.all(**{color.value: group.arn for color, group in groups.items()})
        self.target_group_arn_suffixes = pulumi.Output.all(
            **{color.value: group.arn_suffix for color, group in groups.items()}
        )
        self.load_balancer_security_group_id = security.id
        self.active_color = pulumi.Output.from_input(args["active_color"].value)
        self.weights = pulumi.Output.from_input({color.value: share for color, share in shares.items()})
        delay = args.get("deregistration_delay", DEREGISTRATION_DELAY)
        drain = drain_seconds(delay, args.get("stickiness", 0), args.get("client_keep_alive"))
        self.drain_seconds = pulumi.Output.from_input(drain)


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
    "active_parameter",
    "switch_log",
    "drain_seconds",
)
"""What a router offers, all of it decided by an update and none of it by time."""
