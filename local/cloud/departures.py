"""Targets that left their target group and may still answer requests."""

from __future__ import annotations

from dataclasses import dataclass

EXCHANGES_TO_TRUST = 2
"""The first report after a target left was made before the balancer knew of it; the second one counts."""


@dataclass
class Departure:
    """One target on its way out; `deadline` in seconds of the cloud's clock."""

    instance_id: str
    deadline: float
    reports: int = 0


class Departures:
    """Keeps a target as draining until the balancer has no request for it, or its deregistration delay passed.

    ALB guide, "Edit target group attributes" (deregistration delay). AWS shows `draining` until the delay ends even
    with nothing in flight; here it ends with the last request, since nobody wants to wait on a laptop.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._leaving: dict[tuple[str, str], Departure] = {}

    def begin(self, target_group: str, target: str, instance_id: str, deadline: float) -> None:
        """Let TARGET (`i-abc:8080`) leave TARGET_GROUP (an ARN), at the latest by DEADLINE."""
        self._leaving[target_group, target] = Departure(instance_id, deadline)

    def cancel(self, target_group: str, target: str) -> None:
        """Forget that TARGET was leaving: it was registered again."""
        self._leaving.pop((target_group, target), None)

    def reported(self, in_flight: dict[str, int]) -> None:
        """Take in the requests that the balancer has IN_FLIGHT, by target."""
        for (group, target), departure in list(self._leaving.items()):
            departure.reports += 1
            if departure.reports >= EXCHANGES_TO_TRUST and not in_flight.get(target):
                del self._leaving[group, target]

    def expire(self, now: float) -> None:
        """End those whose deadline passed."""
        self._leaving = {key: departure for key, departure in self._leaving.items() if now < departure.deadline}

    def clear(self) -> None:
        """End all: nobody is there who could have a request in flight."""
        self._leaving.clear()

    def of_group(self, target_group: str) -> list[str]:
        """Return the targets that are draining from TARGET_GROUP."""
        return [target for group, target in self._leaving if group == target_group]

    def holds(self, instance_id: str) -> bool:
        """Tell whether the instance is still draining from any target group."""
        return any(departure.instance_id == instance_id for departure in self._leaving.values())
