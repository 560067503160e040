"""What a fleet was launched from, read from the fleet itself."""

from dataclasses import dataclass

from components import cloud
from components.readiness import MissingFleetError


@dataclass(frozen=True)
class Running:
    """The launch settings of a fleet: image id, instance type, and user data in base64."""

    image: str
    instance_type: str
    user_data: str


def read_running(fleet: str) -> Running:
    """The launch settings of FLEET (an auto scaling group's name): two calls.

    Raises MissingFleetError when the group or its launch template is gone, else one of `cloud.UNREACHABLE`.
    """
    groups = cloud.autoscaling().describe_auto_scaling_groups(AutoScalingGroupNames=[fleet])["AutoScalingGroups"]
    template = groups[0].get("LaunchTemplate") if groups else None
    if template is None:
        raise MissingFleetError(fleet)
    versions = cloud.ec2().describe_launch_template_versions(
        LaunchTemplateId=template.get("LaunchTemplateId", ""), Versions=[template.get("Version", "$Default")]
    )["LaunchTemplateVersions"]
    if not versions:
        raise MissingFleetError(fleet)
    data = versions[0].get("LaunchTemplateData", {})
    return Running(data.get("ImageId", ""), data.get("InstanceType", ""), data.get("UserData", ""))
