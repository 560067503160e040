"""A target group's load balancers are those whose listeners name it, and there is one at most.

moto writes the list when a listener or rule is created and never again, and lets any number of load balancers share a
group. AWS: API reference, TargetGroup (LoadBalancerArns: "You can use each target group with only one load balancer")
and CreateListener (TargetGroupAssociationLimit).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from moto.elbv2.models import FakeTargetGroup

from local.cloud import backends

if TYPE_CHECKING:
    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Look at the listeners instead of a list of their own."""

    def users(self: FakeTargetGroup) -> list[str]:
        return backends.users_of(self.arn)

    def ignore(_self: FakeTargetGroup, _value: list[str]) -> None:
        """Take the empty list that moto begins with."""

    patching.put(FakeTargetGroup, "load_balancer_arns", property(users, ignore))
