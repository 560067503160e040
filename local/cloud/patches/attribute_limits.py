"""Attributes stay within their ranges.

moto takes any number. AWS: API reference, LoadBalancerAttribute (client_keep_alive.seconds: 60 to 604800) and
TargetGroupAttribute (stickiness.lb_cookie.duration_seconds: 1 to 604800). The message is assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.elbv2.exceptions import ValidationError
from moto.elbv2.models import ELBv2Backend

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

RANGES = {
    "client_keep_alive.seconds": range(60, 604_801),
    "stickiness.lb_cookie.duration_seconds": range(1, 604_801),
}


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Check before any attribute changes."""

    @patching.around(ELBv2Backend, "modify_load_balancer_attributes")
    def _modify_load_balancer(
        original: Callable[..., dict[str, Any]], _self: ELBv2Backend, arn: str, attrs: dict[str, Any]
    ) -> dict[str, Any]:
        _check(attrs)
        return original(arn, attrs)

    @patching.around(ELBv2Backend, "modify_target_group_attributes")
    def _modify_target_group(
        original: Callable[..., None], _self: ELBv2Backend, arn: str, attributes: dict[str, Any]
    ) -> None:
        _check(attributes)
        original(arn, attributes)


def _check(attributes: dict[str, Any]) -> None:
    for key, allowed in RANGES.items():
        value = str(attributes.get(key, allowed.start))
        if not value.isdigit() or int(value) not in allowed:
            raise ValidationError(
                f"'{key}' value '{value}' must be between '{allowed.start}-{allowed.stop - 1}' inclusive"
            )
