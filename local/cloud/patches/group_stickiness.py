"""Target stickiness needs group stickiness wherever a forward action names several target groups.

moto takes one without the other. AWS: InvalidConfigurationRequest with these messages, the one of
ModifyTargetGroupAttributes as in kubernetes-sigs/aws-load-balancer-controller issue 2734; the code of the other one is
assumed, and so is that a forward to a single target group is free of this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.elbv2.exceptions import InvalidConfigurationRequest
from moto.elbv2.models import ELBv2Backend, FakeAction, FakeTargetGroup

from local.cloud import backends

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

ENABLED = "stickiness.enabled"


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Check whichever of the two comes later."""

    @patching.around(ELBv2Backend, "_validate_actions")
    def _validate(original: Callable[..., None], self: ELBv2Backend, actions: list[FakeAction]) -> None:
        original(actions)
        for arn in _spread(actions):
            if _is_sticky(self.target_groups[arn]):
                raise InvalidConfigurationRequest(
                    "You must enable group stickiness on a rule if you enabled target stickiness on one of its target"
                    " groups"
                )

    @patching.around(ELBv2Backend, "modify_target_group_attributes")
    def _modify(original: Callable[..., None], _self: ELBv2Backend, arn: str, attributes: dict[str, Any]) -> None:
        if str(attributes.get(ENABLED)).lower() == "true" and (rule := _rule_that_spreads(arn)):
            raise InvalidConfigurationRequest(
                f"This target group appears behind a rule with group stickiness disabled ({rule}). You must enable"
                " group stickiness before enabling target stickiness"
            )
        original(arn, attributes)


def _spread(actions: list[FakeAction]) -> set[str]:
    """ARNs of the target groups between which ACTIONS choose anew for each request."""
    found: set[str] = set()
    for action in actions:
        forward: dict[str, Any] = action.data.get("ForwardConfig", {})
        sticky = forward.get("TargetGroupStickinessConfig", {}).get("Enabled")
        if len(forward.get("TargetGroups", [])) > 1 and not sticky:
            found |= backends.forwarded([action])
    return found


def _is_sticky(group: FakeTargetGroup) -> bool:
    return str(group.attributes.get(ENABLED)).lower() == "true"


def _rule_that_spreads(target_group: str) -> str | None:
    rules = (rule for listener in backends.listeners() for rule in listener.rules.values())
    return next((rule.arn for rule in rules if target_group in _spread(rule.actions)), None)
