"""A target that leaves a target group drains.

moto forgets it at once. AWS: ALB guide, "Register targets with your Application Load Balancer target group" and "Edit
target group attributes" (deregistration delay).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.elbv2.models import ELBv2Backend, FakeTargetGroup

from local.cloud import backends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

Targets = list[dict[str, Any]]


def apply(patching: Patching, cloud: Cloud) -> None:
    """Tell the cloud of every target that comes or goes."""

    def leave(group: FakeTargetGroup, ids: Iterable[str]) -> None:
        in_use = bool(backends.users_of(group.arn))
        for target_id in ids:
            if target_id in group.targets:
                cloud.left(group, group.targets[target_id], in_use=in_use)

    @patching.around(FakeTargetGroup, "register")
    def _register(original: Callable[..., None], self: FakeTargetGroup, targets: Targets) -> None:
        original(targets)
        for target in targets:
            cloud.joined(self, self.targets[target["Id"]])

    @patching.around(FakeTargetGroup, "deregister")
    def _deregister(original: Callable[..., None], self: FakeTargetGroup, targets: Targets) -> None:
        leave(self, [target["Id"] for target in targets])
        original(targets)

    @patching.around(FakeTargetGroup, "deregister_terminated_instances")
    def _deregister_terminated(original: Callable[..., None], self: FakeTargetGroup, instance_ids: list[str]) -> None:
        leave(self, instance_ids)
        original(instance_ids)

    @patching.around(ELBv2Backend, "register_targets")
    def _register_by_hand(
        original: Callable[..., None], _self: ELBv2Backend, target_group_arn: str, instances: Targets
    ) -> None:
        original(target_group_arn, instances)
        for target in instances:
            cloud.registrations.settle(target_group_arn, target["Id"], cloud.clock())
