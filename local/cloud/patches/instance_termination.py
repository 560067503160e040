"""A terminated instance leaves its target groups at once, and its process ends when it has drained.

moto keeps an instance registered that an auto scaling group terminated, and its network interface and address forever,
until a subnet has none left. AWS: Auto Scaling guide, "Instance lifecycle" (scale in: deregistered from the load
balancer, connections drained, then terminated); EC2 guide, "Elastic network interfaces" (deleted on termination).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from moto.ec2.models.instances import Instance, InstanceBackend, InstanceState

from local.cloud import backends

if TYPE_CHECKING:
    from collections.abc import Callable

    from moto.ec2.models import EC2Backend

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

Terminated = list[tuple[Instance, InstanceState]]


def apply(patching: Patching, cloud: Cloud) -> None:
    """Take terminated instances out of every target group, then tell the supervisor."""

    @patching.around(InstanceBackend, "terminate_instances")
    def _terminate_instances(original: Callable[..., Terminated], self: EC2Backend, ids: list[str]) -> Terminated:
        terminated = original(ids)
        for instance, _ in terminated:
            _free_network(self, instance)
        for group in backends.target_groups():
            group.deregister_terminated_instances(ids)
        for instance_id in ids:
            cloud.terminated(instance_id)
        return terminated


def _free_network(backend: EC2Backend, instance: Instance) -> None:
    for interface in instance.nics.values():
        if interface.id in backend.enis:
            interface.delete()
