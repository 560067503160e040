"""A fleet's place in its color's target group: taken away and given back without a change of the fleet itself."""

from components import cloud


def attach(fleet: str, target_group: str) -> bool:
    """Put FLEET (an auto scaling group's name) into TARGET_GROUP (an ARN) unless it is there; whether it was not.

    Raises one of `cloud.UNREACHABLE` when AWS can't be asked.
    """
    groups = cloud.autoscaling().describe_auto_scaling_groups(AutoScalingGroupNames=[fleet])["AutoScalingGroups"]
    if not groups or target_group in groups[0].get("TargetGroupARNs", []):
        return False
    cloud.autoscaling().attach_load_balancer_target_groups(AutoScalingGroupName=fleet, TargetGroupARNs=[target_group])
    return True


def detach(fleet: str, target_group: str) -> None:
    """Take FLEET (an auto scaling group's name) out of TARGET_GROUP (an ARN): its instances drain and get no more.

    Raises one of `cloud.UNREACHABLE` when AWS can't be asked.
    """
    cloud.autoscaling().detach_load_balancer_target_groups(AutoScalingGroupName=fleet, TargetGroupARNs=[target_group])
