"""Scaling in ends the oldest instances first.

moto keeps the remaining instances in random order, so that the next scale-in ends any of them. AWS: Auto Scaling guide,
"Default termination policy" (oldest launch template first; oldest instance first among them is assumed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from moto.autoscaling.models import FakeAutoScalingGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Put the group's instances back in the order of their launch."""

    @patching.around(FakeAutoScalingGroup, "set_desired_capacity")
    def _set(original: Callable[..., None], self: FakeAutoScalingGroup, new_capacity: int | None) -> None:
        order = {id(state): place for place, state in enumerate(self.instance_states)}
        original(new_capacity)
        self.instance_states.sort(key=lambda state: order.get(id(state), len(order)))
