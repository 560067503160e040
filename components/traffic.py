"""What the listener sends where right now, asked and not remembered."""

from collections.abc import Mapping
from typing import Any

from components import cloud
from components.color import Color

GONE = frozenset({"TargetGroupNotFound", "LoadBalancerNotFound", "ListenerNotFound"})


class UnknownTrafficError(Exception):
    """AWS could not be asked what a target group carries."""


class MissingListenerError(Exception):
    """There is no such listener."""


def live_weight(target_group: str) -> int:
    """The weight that the listeners' default actions give to TARGET_GROUP (an ARN); 0 when it is gone or in none.

    Preview rules do not count: they never carry live traffic. Raises UnknownTrafficError when AWS can't be asked.
    """
    try:
        return max(_weights(target_group), default=0)
    except cloud.UNREACHABLE as error:
        if cloud.code(error) in GONE:
            return 0
        raise UnknownTrafficError(cloud.explain(error)) from error


def listener_weights(listener: str, target_groups: Mapping[Color, str]) -> dict[Color, int]:
    """The weights that LISTENER (an ARN) gives to TARGET_GROUPS (ARNs by color), with one call.

    All are 0 where the listener forwards to none of them. Raises MissingListenerError, or one of `cloud.UNREACHABLE`.
    """
    try:
        (found,) = cloud.load_balancing().describe_listeners(ListenerArns=[listener])["Listeners"]
    except cloud.UNREACHABLE as error:
        if cloud.code(error) == "ListenerNotFound":
            raise MissingListenerError(listener) from error
        raise
    weights = dict(_members([found]))
    return {color: weights.get(arn, 0) for color, arn in target_groups.items()}


def _weights(target_group: str) -> list[int]:
    client = cloud.load_balancing()
    (group,) = client.describe_target_groups(TargetGroupArns=[target_group])["TargetGroups"]
    return [
        weight
        for load_balancer in group.get("LoadBalancerArns", [])
        for page in client.get_paginator("describe_listeners").paginate(LoadBalancerArn=load_balancer)
        for arn, weight in _members(page["Listeners"])
        if arn == target_group
    ]


def _members(listeners: Any) -> list[tuple[str, int]]:  # noqa: ANN401  boto3's answer
    return [
        (member.get("TargetGroupArn", ""), member.get("Weight", 0))
        for listener in listeners
        for action in listener.get("DefaultActions", [])
        for member in action.get("ForwardConfig", {}).get("TargetGroups", [])
    ]
