"""An auto scaling group registers each of its instances once, after a delay, and takes them out when detached.

moto registers at once, again at every scaling, and not at all for the replacement of a terminated instance; a detached
instance stays in the target group. AWS: API reference, AttachLoadBalancerTargetGroups and DetachInstances ("it is
deregistered from the target groups").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from moto.elbv2.models import FakeTargetGroup

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching


def apply(patching: Patching, cloud: Cloud) -> None:
    """Register through the cloud, which knows when each instance is due."""

    @patching.around(AutoScalingBackend, "update_attached_target_groups")
    def _update(_original: Callable[..., None], self: AutoScalingBackend, group_name: str) -> None:
        group = self.autoscaling_groups[group_name]
        for target_group in _target_groups(self, group.target_group_arns):
            _register(cloud, group, target_group)

    @patching.around(AutoScalingBackend, "detach_load_balancer_target_groups")
    def _detach_groups(
        _original: Callable[..., None], self: AutoScalingBackend, group_name: str, target_group_arns: list[str]
    ) -> None:
        group = self.autoscaling_groups[group_name]
        group.target_group_arns = [arn for arn in group.target_group_arns if arn not in target_group_arns]
        _take_out(cloud, _target_groups(self, target_group_arns), [each.instance.id for each in group.instance_states])

    @patching.around(AutoScalingBackend, "detach_instances")
    def _detach_instances(
        original: Callable[..., Any],
        self: AutoScalingBackend,
        group_name: str,
        instance_ids: list[str],
        should_decrement: bool,  # noqa: FBT001  moto's own signature
    ) -> Any:  # noqa: ANN401  moto's list of activities
        own = {each.instance.id for each in self.autoscaling_groups[group_name].instance_states}
        arns = self.autoscaling_groups[group_name].target_group_arns
        _take_out(cloud, _target_groups(self, arns), own.intersection(instance_ids))
        return original(group_name, instance_ids, should_decrement)

    @patching.around(AutoScalingBackend, "notify_terminate_instances")
    def _notify(original: Callable[..., None], self: AutoScalingBackend, instance_ids: list[str]) -> None:
        original(instance_ids)
        for group_name in self.autoscaling_groups:
            self.update_attached_target_groups(group_name)


def _target_groups(backend: AutoScalingBackend, arns: Iterable[str]) -> Iterator[FakeTargetGroup]:
    # A target group may be gone before the auto scaling group that names it.
    known = backend.elbv2_backend.target_groups
    return (known[arn] for arn in arns if arn in known)


def _register(cloud: Cloud, group: FakeAutoScalingGroup, target_group: FakeTargetGroup) -> None:
    for state in group.active_instances():
        if state.instance.state == "running" and cloud.join(target_group, state.instance.id):
            target_group.register([{"Id": state.instance.id}])


def _take_out(cloud: Cloud, target_groups: Iterable[FakeTargetGroup], instance_ids: Iterable[str]) -> None:
    ids = list(instance_ids)
    for target_group in target_groups:
        # By hand, one of them may have been taken out before.
        target_group.deregister([{"Id": each} for each in ids if each in target_group.targets])
        for each in ids:
            cloud.registrations.forget(target_group.arn, each)
