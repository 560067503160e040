"""The forwards of listeners and listener rules, and which of them lead testers past the weights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .resource import UNKNOWN, Resource, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COLORS = frozenset({"blue", "green"})

_MODULES = "lb|alb|applicationloadbalancing|elasticloadbalancingv2"
_LISTENER = re.compile(rf"aws:(?:{_MODULES})/listener:Listener")
_RULE = re.compile(rf"aws:(?:{_MODULES})/listenerRule:ListenerRule")
_BALANCER = re.compile(rf"aws:(?:{_MODULES})/loadBalancer:LoadBalancer")
_TARGET_GROUP = re.compile(rf"aws:(?:{_MODULES})/targetGroup:TargetGroup")


@dataclass(frozen=True)
class Forward:
    """One forward: its members as (target group's ARN, weight), and what it says about stickiness."""

    members: tuple[tuple[Any, Any], ...]
    stickiness: Any
    known: bool = True
    """The members are known."""


def is_listener(resource: Resource) -> bool:
    """Tell whether RESOURCE is a listener, under any name that the provider has for it."""
    return _LISTENER.fullmatch(resource.type) is not None


def is_rule(resource: Resource) -> bool:
    """Tell whether RESOURCE is a listener rule."""
    return _RULE.fullmatch(resource.type) is not None


def is_balancer(resource: Resource) -> bool:
    """Tell whether RESOURCE is a load balancer."""
    return _BALANCER.fullmatch(resource.type) is not None


def is_target_group(resource: Resource) -> bool:
    """Tell whether RESOURCE is a target group."""
    return _TARGET_GROUP.fullmatch(resource.type) is not None


def forwards(resource: Resource) -> Iterator[Forward]:
    """The forwards of RESOURCE; none where it is neither a listener nor a rule. A redirect is none."""
    key = "defaultActions" if is_listener(resource) else "actions" if is_rule(resource) else None
    for action in resource.blocks(key) if key else []:
        if action.get("type") == "forward":
            yield _forward(action)


def live_forwards(resource: Resource) -> Iterator[Forward]:
    """The forwards of RESOURCE that clients may meet: all but those of a preview rule."""
    return iter(()) if preview_color(resource) else forwards(resource)


def preview_color(resource: Resource) -> str | None:
    """The color to which RESOURCE leads testers; None where it is no preview rule.

    A preview rule is told by its condition: a listener rule that asks for an HTTP header whose one value is a color's
    name. A listener's default action has no condition, so it never is one.
    """
    conditions = resource.blocks("conditions") if is_rule(resource) else []
    asked = [header.get("values") for condition in conditions for header in blocks(condition.get("httpHeader"))]
    named = [values[0] for values in asked if isinstance(values, list) and len(values) == 1]
    return next((value for value in named if value in COLORS), None)


def color_of(arn: object) -> str | None:
    """The color in the name of the target group ARN; None where it names neither or both."""
    words = {word for word in re.findall(r"[a-z]+", str(arn).rpartition("targetgroup/")[2]) if word in COLORS}
    return words.pop() if len(words) == 1 else None


def _forward(action: Mapping[str, Any]) -> Forward:
    forward, single = action.get("forward"), action.get("targetGroupArn")
    if forward is UNKNOWN:
        return Forward((), UNKNOWN, known=False)
    for block in blocks(forward):
        groups = block.get("targetGroups")
        members = tuple((group.get("arn"), group.get("weight")) for group in blocks(groups))
        return Forward(members, block.get("stickiness"), known=groups is not UNKNOWN)
    return Forward(((single, None),) if single is not None else (), None)
