"""What a router is made of."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.color import Color


class CanaryArgs(TypedDict):
    """A share of the traffic for a color that is not the active one; inert once it is."""

    color: Color
    """Which color gets it."""
    percent: int
    """How much, 0 to 50."""


class GateArgs(TypedDict):
    """What a color must show before it gets more traffic."""

    min_targets: NotRequired[pulumi.Input[int]]
    """Healthy targets at least. Defaults to 1."""
    capacity_ratio: NotRequired[pulumi.Input[float]]
    """Healthy targets as a share of what the color that carries traffic has in service. Defaults to 1.0."""
    timeout: NotRequired[pulumi.Input[int]]
    """Seconds to wait for a color that is not ready yet. Defaults to 10."""
    smoke_paths: NotRequired[pulumi.Input[list[str]]]
    """Paths that must answer 2xx from that color and release. Defaults to `/ready`."""
    command: NotRequired[pulumi.Input[str]]
    """A command that must exit with 0. Defaults to none."""
    command_timeout: NotRequired[pulumi.Input[int]]
    """Seconds that the command may take. Defaults to 60."""


class VerifyArgs(TypedDict):
    """How a switch is observed."""

    mode: NotRequired[pulumi.Input[str]]
    """`auto`, `require` or `off`. Defaults to `auto`."""
    path: NotRequired[pulumi.Input[str]]
    """What is asked. Defaults to `/`."""
    header: NotRequired[pulumi.Input[str]]
    """The response header that names the color. Defaults to `x-bluegreen-color`."""
    release_header: NotRequired[pulumi.Input[str]]
    """The response header that names the release. Defaults to `x-bluegreen-release`."""
    timeout: NotRequired[pulumi.Input[int]]
    """Seconds. Defaults to 60."""


class PreviewRouteArgs(TypedDict):
    """How a color is reached whatever the weights."""

    header: NotRequired[pulumi.Input[str]]
    """The request header that names the color. Defaults to `x-bluegreen`."""
    sources: NotRequired[pulumi.Input[list[str]]]
    """Networks that may use it, at most 4. Defaults to private ones."""


class OverridesArgs(TypedDict):
    """What a person accepts by name; inert for anything else."""

    allow_unready: NotRequired[pulumi.Input[str]]
    """`green@1.1.0`: a color and release that may get traffic though it is not ready."""
    skip_smoke: NotRequired[pulumi.Input[str]]
    """`green@1.1.0`: a color and release that needs no smoke paths and no command."""
    allow_repair: NotRequired[pulumi.Input[str]]
    """`50/50`: live weights, blue and green, that may be moved although somebody else set them."""


class RouterArgs(TypedDict):
    """What the router is made of."""

    service: pulumi.Input[str]
    """The service's name: it stands in the active-color parameter's name."""
    active_color: Color
    """The color that gets the traffic."""
    canary: NotRequired[CanaryArgs]
    """A share of the traffic for the other color. Defaults to none."""
    release_parameters: NotRequired[pulumi.Input[dict[str, str]]]
    """By color, the SSM parameter with its release record. Defaults to those of the stacks beside this one."""
    intent_parameters: NotRequired[pulumi.Input[dict[str, str]]]
    """By color, the SSM parameter with its deployment's intent. Defaults to those of the stacks beside this one."""
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
    deregistration_delay: NotRequired[int]
    """Seconds that requests in flight get when a target leaves. Defaults to 30."""
    stickiness: NotRequired[int]
    """Seconds that a client stays on the color that answered it first. Defaults to 0: not at all."""
    target_stickiness: NotRequired[int]
    """Seconds that a client stays on one target of its color; needs `stickiness`. Defaults to 0: not at all."""
    client_keep_alive: NotRequired[int]
    """Seconds of the longest life of a client's connection. Defaults to the load balancer's 3600."""
    health_check: NotRequired[pulumi.Input[aws.lb.TargetGroupHealthCheckArgsDict]]
    """What the load balancer asks each target."""
    gate: NotRequired[GateArgs]
    """What a color must show before it gets more traffic."""
    verify: NotRequired[VerifyArgs]
    """How a switch is observed."""
    preview_route: NotRequired[PreviewRouteArgs]
    """How a color is reached whatever the weights."""
    overrides: NotRequired[OverridesArgs]
    """What a person accepts by name."""
    bad_release: NotRequired[str]
    """A color and its release, `green@1.1.0`, that is marked bad once the other color is the active one."""
    notify: NotRequired[pulumi.Input[str]]
    """Who is told of each record of the switch log: an SNS topic's ARN or a command. Defaults to nobody."""
    protect: NotRequired[bool]
    """Whether Pulumi refuses to delete any of it. Defaults to true. Protecting only the load balancer would let a
    destroy take the rules that let clients in, before it is refused."""
    tags: NotRequired[pulumi.Input[dict[str, str]]]
    """Tags of everything that takes tags."""
