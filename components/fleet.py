"""A fleet: a launch template and the auto scaling group that is replaced with each release."""

from dataclasses import dataclass
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

GRACE_PERIOD = 120
"""Seconds before Auto Scaling heeds a new instance's failed health checks; must exceed the boot (assumed)."""

DELETE_TIMEOUT = 600
"""Seconds that a delete may take beside the drain; the provider's own default."""

VOLUME_SIZE = 8
"""GiB: the root volume of Amazon Linux 2023's image, on the device name that image boots from."""


class FleetArgs(TypedDict):
    """What a fleet is made of."""

    version: pulumi.Input[str]
    """Changes exactly when a new fleet is due. Must be known in preview: a change of it replaces the group."""
    release: pulumi.Input[str]
    """What the fleet runs: a tag of the group, its instances and their volumes."""
    image: pulumi.Input[str]
    """Image id."""
    instance_type: pulumi.Input[str]
    """EC2 instance type."""
    user_data: pulumi.Input[str]
    """User data in base64."""
    instance_profile_arn: pulumi.Input[str]
    """The instances' role."""
    security_group_id: pulumi.Input[str]
    """The instances' security group."""
    subnet_ids: pulumi.Input[list[str]]
    """Where the instances run, one subnet per availability zone."""
    target_group_arn: pulumi.Input[str]
    """The color's target group."""
    minimum: pulumi.Input[int]
    """Instances at least."""
    maximum: pulumi.Input[int]
    """Instances at most."""
    desired: NotRequired[pulumi.Input[int]]
    """Instances now. Where omitted, a fleet starts at `minimum`, and whoever scales it is not undone."""
    drain_seconds: NotRequired[int]
    """Seconds that a leaving instance may need; a delete waits at least as long. Defaults to 30."""
    tags: NotRequired[pulumi.Input[dict[str, str]]]
    """Tags of the group, its instances and their volumes."""


@dataclass(frozen=True)
class FleetHooks:
    """What is asked before the fleet changes (`change`) or a group is made (`fleet`)."""

    change: pulumi.ResourceHook
    fleet: pulumi.ResourceHook
    changed: pulumi.ResourceHook
    """After the group is updated: what was intended is done."""


class Fleet(pulumi.ComponentResource):
    """The instances of one color."""

    name: pulumi.Output[str]
    """Name of the auto scaling group; new with each release."""

    def __init__(
        self,
        name: str,
        args: FleetArgs,
        opts: pulumi.ResourceOptions | None = None,
        hooks: FleetHooks | None = None,
    ) -> None:
        """Declare the fleet NAME from ARGS; HOOKS guard it. Hooks on a component would not reach its children."""
        super().__init__("bluegreen:index:Fleet", name, {}, opts)
        self._change = [hooks.change] if hooks else None
        self._create = [hooks.fleet] if hooks else None
        self._changed = [hooks.changed] if hooks else None
        template = self._launch_template(name, args)
        group = self._group(name, args, template)
        self.name = group.name
        self.register_outputs({"name": self.name})

    def _launch_template(self, name: str, args: FleetArgs) -> aws.ec2.LaunchTemplate:
        tags = _with_release(args)
        return aws.ec2.LaunchTemplate(
            f"{name}-template",
            image_id=args["image"],
            instance_type=args["instance_type"],
            user_data=args["user_data"],
            update_default_version=True,
            iam_instance_profile={"arn": args["instance_profile_arn"]},
            metadata_options={"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 1},
            network_interfaces=[
                {
                    "device_index": 0,
                    "associate_public_ip_address": "false",
                    "delete_on_termination": "true",
                    "security_groups": [args["security_group_id"]],
                }
            ],
            block_device_mappings=[
                {
                    "device_name": "/dev/xvda",
                    "ebs": {
                        "encrypted": "true",
                        "volume_type": "gp3",
                        "volume_size": VOLUME_SIZE,
                        "delete_on_termination": "true",
                    },
                }
            ],
            tag_specifications=[
                {"resource_type": "instance", "tags": tags},
                {"resource_type": "volume", "tags": tags},
            ],
            tags=args.get("tags"),
            # Every new version replaces the fleet, and a refusal here leaves nothing half done.
            opts=pulumi.ResourceOptions(parent=self, hooks=pulumi.ResourceHookBinding(before_update=self._change)),
        )

    def _group(self, name: str, args: FleetArgs, template: aws.ec2.LaunchTemplate) -> aws.autoscaling.Group:
        return aws.autoscaling.Group(
            name,
            min_size=args["minimum"],
            max_size=args["maximum"],
            desired_capacity=args.get("desired"),
            vpc_zone_identifiers=args["subnet_ids"],
            target_group_arns=[args["target_group_arn"]],
            health_check_type="ELB",
            health_check_grace_period=GRACE_PERIOD,
            # The provider's own wait matches the capacity exactly, and so fails a fleet that scaled by itself.
            wait_for_capacity_timeout="0",
            launch_template={"id": template.id, "version": template.latest_version.apply(str)},
            tags=_with_release(args).apply(_group_tags),
            opts=pulumi.ResourceOptions(
                parent=self,
                replacement_trigger=args["version"],
                custom_timeouts=pulumi.CustomTimeouts(delete=f"{DELETE_TIMEOUT + args.get('drain_seconds', 30)}s"),
                hooks=pulumi.ResourceHookBinding(
                    before_create=self._create, before_update=self._change, after_update=self._changed
                ),
            ),
        )


def _with_release(args: FleetArgs) -> pulumi.Output[dict[str, str]]:
    # Only what a release replaces carries its name, so that a release changes nothing else.
    return pulumi.Output.all(args.get("tags") or {}, args["release"]).apply(
        lambda known: {**known[0], "bluegreen:release": known[1]}
    )


def _group_tags(tags: dict[str, str]) -> list[aws.autoscaling.GroupTagArgsDict]:
    # Instances and volumes get theirs from the launch template: the provider's default tags reach neither.
    return [{"key": key, "value": value, "propagate_at_launch": False} for key, value in sorted(tags.items())]
