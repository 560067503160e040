"""An auto scaling group launches what its launch template's version says, spread over its subnets.

moto launches from the template's default version whatever version the group names, puts all instances into the first
subnet, and leaves out security groups of network interfaces, metadata options and volume tags. It also reports the
template's default version for each instance, whatever it was launched with. AWS: Auto Scaling guide, "Launch templates"
and "Add Availability Zones" (even distribution); API reference, Instance (LaunchTemplate: used to launch it).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from moto.autoscaling.exceptions import ValidationError
from moto.autoscaling.models import ASG_NAME_TAG, FakeAutoScalingGroup, InstanceState
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.utils import convert_tag_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from moto.ec2.models.instances import Instance
    from moto.ec2.models.launch_templates import LaunchTemplateVersion

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

VERSION = "bluegreen_launch_template_version"
"""Our attribute of moto's InstanceState; its tags say the same, but reading them takes long in a large fleet."""


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Launch from the template's version; launch configurations stay with moto."""

    @patching.around(FakeAutoScalingGroup, "replace_autoscaling_group_instances")
    def _launch(
        original: Callable[..., None], self: FakeAutoScalingGroup, count_needed: int, propagated_tags: dict[str, str]
    ) -> None:
        if self.ec2_launch_template is None:
            original(count_needed, propagated_tags)
            return
        version = self.ec2_launch_template.get_version(self.launch_template_version)
        for subnet, count in _spread(self, count_needed).items():
            for instance in _run(self, version, count, subnet, propagated_tags):
                instance.autoscaling_group = self  # pyright: ignore[reportAttributeAccessIssue]  moto sets it so
                protected = self.new_instances_protected_from_scale_in
                state = InstanceState(instance, protected_from_scale_in=protected)
                setattr(state, VERSION, str(version.number))
                self.instance_states.append(state)

    patching.put(InstanceState, "launch_template", property(_launched_with))


def _run(
    group: FakeAutoScalingGroup, version: LaunchTemplateVersion, count: int, subnet: str | None, tags: dict[str, str]
) -> list[Instance]:
    """Launch COUNT instances; raises moto's ValidationError when the template can't be launched."""
    data = version.data
    all_tags = convert_tag_spec(data.get("TagSpecifications", []))
    all_tags["instance"] = {**all_tags.get("instance", {}), **tags, ASG_NAME_TAG: group.name}
    interface: dict[str, Any] = next(iter(data.get("NetworkInterfaces", [])), {})
    try:
        reservation = group.autoscaling_backend.ec2_backend.run_instances(
            version.image_id,
            count,
            version.user_data,
            version.security_groups,
            group=group,
            instance_type=version.instance_type,
            is_instance_type_default=not version.instance_type,
            tags=all_tags,
            placement=None if subnet else group.availability_zones[0],
            subnet_id=subnet,
            launch_template={"LaunchTemplateId": version.template.id, "Version": str(version.number)},
            security_group_ids=interface.get("Groups") or data.get("SecurityGroupIds") or [],
            associate_public_ip=interface.get("AssociatePublicIpAddress"),
            metadata_options=data.get("MetadataOptions") or {},
        )
    except EC2ClientError as error:
        raise ValidationError(f"You must use a valid fully-formed launch template. {error.message}") from error
    return reservation.instances


def _spread(group: FakeAutoScalingGroup, count: int) -> Counter[str | None]:
    """How many of COUNT new instances go to which subnet; None where the group names none."""
    if not group.vpc_zone_identifier:
        return Counter({None: count})
    subnets = [each.strip() for each in group.vpc_zone_identifier.split(",")]
    used = Counter(state.instance.subnet_id for state in group.instance_states)
    wanted: Counter[str | None] = Counter()
    for _ in range(count):
        wanted[min(subnets, key=lambda subnet: used[subnet] + wanted[subnet])] += 1
    return wanted


def _launched_with(self: InstanceState) -> dict[str, Any] | None:
    template = self.auto_scaling_group.ec2_launch_template if self.auto_scaling_group else None
    if template is None:
        return None
    return {
        "LaunchTemplateId": template.id,
        "LaunchTemplateName": template.name,
        "Version": getattr(self, VERSION, str(template.default_version_number)),
    }
