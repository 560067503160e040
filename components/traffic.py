"""What the listener sends to a target group right now, asked and not remembered."""

from components import cloud


class UnknownTrafficError(Exception):
    """AWS could not be asked what a target group carries."""


def live_weight(target_group: str) -> int:
    """The weight that the listeners' default actions give to TARGET_GROUP (an ARN); 0 when it is gone or in none.

    Preview rules do not count: they never carry live traffic. Raises UnknownTrafficError when AWS can't be asked.
    """
    try:
        return max(_weights(target_group), default=0)
    except cloud.UNREACHABLE as error:
        if cloud.code(error) in {"TargetGroupNotFound", "LoadBalancerNotFound"}:
            return 0
        raise UnknownTrafficError(f"what {target_group} carries could not be asked: {error}") from error


def _weights(target_group: str) -> list[int]:
    client = cloud.load_balancing()
    (group,) = client.describe_target_groups(TargetGroupArns=[target_group])["TargetGroups"]
    return [
        member.get("Weight", 0)
        for load_balancer in group.get("LoadBalancerArns", [])
        for page in client.get_paginator("describe_listeners").paginate(LoadBalancerArn=load_balancer)
        for listener in page["Listeners"]
        for action in listener.get("DefaultActions", [])
        for member in action.get("ForwardConfig", {}).get("TargetGroups", [])
        if member.get("TargetGroupArn") == target_group
    ]
