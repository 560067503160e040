"""When an instance of an auto scaling group shows up in the group's target groups."""

from __future__ import annotations


class Registrations:
    """For each target group (an ARN) and instance: from when on it is registered, in seconds of the cloud's clock.

    An auto scaling group registers its instances some time after their launch, or after the target group was attached
    (Auto Scaling guide, "Attach an Elastic Load Balancing load balancer": the state is Adding until all instances are
    registered; the length is assumed, see LocalSettings).
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._due: dict[tuple[str, str], float] = {}

    def add(self, target_group: str, instance_id: str, due: float) -> bool:
        """Let the instance be registered at DUE; False when its group has registered it before."""
        if (target_group, instance_id) in self._due:
            return False
        self._due[target_group, instance_id] = due
        return True

    def due(self, target_group: str, instance_id: str, now: float) -> bool:
        """Tell whether the instance is registered at NOW; one never added was registered by hand, so it is."""
        return self._due.get((target_group, instance_id), now) <= now

    def settle(self, target_group: str, instance_id: str, now: float) -> None:
        """Register at once what was still to come: somebody did it by hand."""
        if (target_group, instance_id) in self._due:
            self._due[target_group, instance_id] = now

    def forget(self, target_group: str, instance_id: str) -> None:
        """Let a later `add` register the instance again."""
        self._due.pop((target_group, instance_id), None)

    def forget_instance(self, instance_id: str) -> None:
        """Drop all of a terminated instance."""
        for group, known in list(self._due):
            if known == instance_id:
                del self._due[group, known]
