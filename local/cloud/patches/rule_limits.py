"""A rule has at most 5 values in all its conditions.

moto counts none. AWS: ALB guide, "Quotas for your Application Load Balancers" (condition values per rule); the message
as in aws/aws-cdk issue 10065, its code is assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from moto.elbv2.exceptions import ValidationError
from moto.elbv2.models import ELBv2Backend

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

MAX_VALUES = 5


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Check before the rule is stored."""

    @patching.around(ELBv2Backend, "_validate_conditions")
    def _validate(original: Callable[..., None], _self: ELBv2Backend, conditions: list[dict[str, Any]]) -> None:
        original(conditions)
        if sum(_count(condition) for condition in conditions) > MAX_VALUES:
            raise ValidationError(f"A rule can only have '{MAX_VALUES}' condition values")


def _count(condition: dict[str, Any]) -> int:
    """How many values CONDITION has; some fields can hold them in either of two places."""
    places = [condition, *(part for part in condition.values() if isinstance(part, dict))]
    return max(len(cast("dict[str, Any]", place).get("Values") or []) for place in places)
