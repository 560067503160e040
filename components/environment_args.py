"""What one color is made of."""

from typing import NotRequired, TypedDict

import pulumi

from components.color import Color

RELEASE_TIMEOUT = 600
"""Seconds that a new fleet gets to become healthy."""

DRAIN_SECONDS = 30
"""Seconds that the old color is needed after a switch, where the router does not say."""


class EnvironmentArgs(TypedDict):
    """What one color is made of."""

    service: pulumi.Input[str]
    """The service's name: it stands in the names of the log group and the release record."""
    release: pulumi.Input[str]
    """What the color runs; a valid tag value."""
    version: pulumi.Input[str]
    """Changes exactly when a new fleet is due; known in preview."""
    image: pulumi.Input[str]
    """Image id."""
    instance_type: pulumi.Input[str]
    """EC2 instance type."""
    user_data: pulumi.Input[str]
    """A script that may hold `{{ log_group }}`, or user data in base64."""
    app_port: pulumi.Input[int]
    """The port the application listens on."""
    vpc_id: pulumi.Input[str]
    """The router's VPC."""
    subnet_ids: pulumi.Input[list[str]]
    """Private subnets, one per availability zone."""
    target_group_arn: pulumi.Input[str]
    """The color's target group, which the router owns."""
    load_balancer_security_group_id: pulumi.Input[str]
    """The only source that instances accept."""
    minimum: pulumi.Input[int]
    """Instances at least."""
    maximum: pulumi.Input[int]
    """Instances at most."""
    desired: NotRequired[pulumi.Input[int]]
    """Instances now. Where omitted, a fleet starts at `minimum`, and whoever scales it is not undone."""
    parked: NotRequired[pulumi.Input[bool]]
    """No instances, everything else kept. Defaults to false."""
    waiting: NotRequired[list[str]]
    """Launch settings that wait for the next release: the rule or policy that follows one of them waits with it."""
    digests: NotRequired[pulumi.Input[dict[str, str]]]
    """By launch setting, what the release was made from; kept in the release record."""
    secret_arns: NotRequired[pulumi.Input[list[str]]]
    """What the instances' role may read: ARNs of SSM parameters and Secrets Manager secrets."""
    release_timeout: NotRequired[pulumi.Input[int]]
    """Seconds that a new fleet gets to become healthy. Defaults to 600."""
    log_retention: NotRequired[pulumi.Input[int]]
    """Days that logs are kept. Defaults to 30."""
    color: NotRequired[Color]
    """Which of the two this is. Defaults to the environment's name."""
    router: NotRequired[pulumi.Input[str]]
    """The router's stack, whose active-color parameter tells of the soak. Defaults to this stack's own name."""
    active_parameter: NotRequired[pulumi.Input[str]]
    """Name of that parameter. Defaults to the one of `service` and `router`."""
    min_targets: NotRequired[pulumi.Input[int]]
    """Instances that must stay in service while the color carries traffic. Defaults to 1."""
    capacity_ratio: NotRequired[pulumi.Input[float]]
    """Share of the instances in service that must stay while the color carries traffic. Defaults to 1.0."""
    soak: NotRequired[pulumi.Input[int]]
    """Seconds after a switch to a new release in which the color before it must stay. Defaults to a day."""
    drain_seconds: NotRequired[int]
    """Seconds after any switch in which the color before it must stay. Defaults to 30."""
    allow_live_change: NotRequired[pulumi.Input[str]]
    """`blue@1.0.0`: may be replaced, parked, shrunk or destroyed although it carries traffic or soaks."""
    switch_log: NotRequired[pulumi.Input[str]]
    """Name of the router's log group for switches and refusals. Defaults to none."""
    notify: NotRequired[pulumi.Input[str]]
    """Who is told of each record of the switch log: an SNS topic's ARN or a command. Defaults to nobody."""
    tags: NotRequired[pulumi.Input[dict[str, str]]]
    """Tags of everything that takes tags."""
