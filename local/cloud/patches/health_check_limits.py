"""A health check's timeout stays below its interval.

moto checks that when a target group is made, not when it is changed. AWS: API reference, ModifyTargetGroup and ALB
guide, "Health checks for your target groups".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.elbv2.exceptions import ValidationError
from moto.elbv2.models import ELBv2Backend, FakeTargetGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

INTERVAL, TIMEOUT = 3, 4
"""Places of the two among the arguments that moto passes after the ARN."""


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Check before the change."""

    @patching.around(ELBv2Backend, "modify_target_group")
    def _modify(
        original: Callable[..., FakeTargetGroup],
        self: ELBv2Backend,
        arn: str,
        *settings: int | str | None,
        **options: Any,  # noqa: ANN401  moto's
    ) -> FakeTargetGroup:
        if group := self.target_groups.get(arn):
            interval = int(settings[INTERVAL] or group.health_check_interval_seconds)
            timeout = int(settings[TIMEOUT] or group.health_check_timeout_seconds)
            if timeout >= interval:
                raise ValidationError(
                    f"Health check timeout '{timeout}' must be smaller than the interval '{interval}'"
                )
        return original(arn, *settings, **options)
