"""DescribeTargetHealth answers what the balancer's probes saw.

moto calls every registered target healthy, always, and gives `traffic-port` as the health check's port. AWS: ALB guide,
"Check the health of your targets"; API reference, TargetHealth and TargetHealthDescription.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from moto.elbv2.exceptions import TargetGroupNotFoundError
from moto.elbv2.models import ELBv2Backend, FakeHealthStatus

from local.cloud.health import GroupHealth

if TYPE_CHECKING:
    from collections.abc import Callable

    from moto.elbv2.models import FakeTargetGroup

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching


def apply(patching: Patching, cloud: Cloud) -> None:
    """Answer from the balancer's reports."""

    @patching.around(ELBv2Backend, "describe_target_health")
    def _describe(
        _original: Callable[..., Any], self: ELBv2Backend, target_group_arn: str, targets: list[dict[str, Any]]
    ) -> list[FakeHealthStatus]:
        group = self.target_groups.get(target_group_arn)
        if group is None:
            raise TargetGroupNotFoundError
        health = GroupHealth(cloud, group)
        return [_status(health, group, target) for target in targets or health.targets()]


def _status(health: GroupHealth, group: FakeTargetGroup, target: dict[str, Any]) -> FakeHealthStatus:
    seen = health.of(target)
    port = target.get("Port", group.port)
    check_port = str(port) if group.health_check_port == "traffic-port" else str(group.health_check_port)
    status = FakeHealthStatus(target["Id"], port, check_port, seen.state, seen.reason, seen.description)
    return cast("FakeHealthStatus", status)
