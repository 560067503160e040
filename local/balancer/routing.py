"""Which action a request gets, and which target group: pure decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.balancer.conditions import meets_all
from local.balancer.stickiness import GROUP_COOKIE, sticky_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from local.balancer.conditions import RequestFacts
    from local.balancer.snapshot import Action, Listener

ROUTING_ACTIONS = ("forward", "redirect", "fixed-response")


@dataclass(frozen=True)
class WeightedGroup:
    """A target group in a forward action; weight 0-999 (API reference, TargetGroupTuple)."""

    arn: str
    weight: int


@dataclass(frozen=True)
class Choice:
    """The target group for one request, and for how many seconds a new cookie shall bind the client to it."""

    group: str | None
    cookie_seconds: int | None = None


def action_for(listener: Listener, request: RequestFacts) -> Action:
    """Return the action of the first rule whose conditions are met, else the default (ALB guide, "Listener rules")."""
    for rule in listener.rules:
        if meets_all(rule.conditions, request):
            return _routing_action(rule.actions)
    return _routing_action(listener.default_actions)


def weighted_groups(action: Action) -> list[WeightedGroup]:
    """List the groups of a forward action; an omitted weight is 1 (AWS provider docs, aws_lb_listener)."""
    config: dict[str, Any] = action.get("ForwardConfig") or {}
    groups: list[dict[str, Any]] = config.get("TargetGroups") or []
    if not groups and "TargetGroupArn" in action:
        groups = [{"TargetGroupArn": action["TargetGroupArn"]}]
    return [WeightedGroup(group["TargetGroupArn"], int(group.get("Weight", 1))) for group in groups]


def choose_group(action: Action, request: RequestFacts, draw: float, now: float) -> Choice:
    """Choose by cookie, else by weight.

    DRAW is a number in [0, 1), NOW unix seconds. A valid cookie beats the weights, also a weight of 0
    (re:Post, "Stickiness takes precedence over adjusting Weight").
    """
    groups = weighted_groups(action)
    stickiness: dict[str, Any] = (action.get("ForwardConfig") or {}).get("TargetGroupStickinessConfig") or {}
    if not stickiness.get("Enabled"):
        return Choice(by_weight(groups, draw))
    bound = sticky_group(request.cookies.get(GROUP_COOKIE), [group.arn for group in groups], now)
    if bound is not None:
        return Choice(bound)
    return Choice(by_weight(groups, draw), int(stickiness.get("DurationSeconds", 3600)))


def by_weight(groups: Sequence[WeightedGroup], draw: float) -> str | None:
    """Choose one group in proportion to its weight; DRAW is in [0, 1).

    A group of weight 0 gets nothing. When all weights are 0, no group does, and the client is answered
    503 (assumed). There is no other choice when the chosen group has no healthy target (ALB guide, "Forward
    actions": no automatic failover between weighted target groups).
    """
    point = draw * sum(group.weight for group in groups)
    for group in groups:
        if group.weight > 0 and point < group.weight:
            return group.arn
        point -= group.weight
    # Floating point may end a hair past the last group that counts.
    return next((group.arn for group in reversed(groups) if group.weight > 0), None)


def referenced_groups(listener: Listener) -> Iterator[str]:
    """Every target group that any action of LISTENER names, at whatever weight."""
    actions = [*listener.default_actions, *(action for rule in listener.rules for action in rule.actions)]
    for action in actions:
        if action["Type"] == "forward":
            yield from (group.arn for group in weighted_groups(action))


def _routing_action(actions: Sequence[Action]) -> Action:
    """Pick the one routing action; it is the last to be performed (ALB guide, "Action types")."""
    return next(action for action in reversed(actions) if action["Type"] in ROUTING_ACTIONS)
