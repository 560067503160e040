"""What the balancer has done, counted; health checks are no requests (ALB guide, "CloudWatch metrics")."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator


class Counts:
    """Requests by target group and target, answers by status, and what is in flight now.

    A request counts for a group once a target was chosen, whatever becomes of it (CloudWatch metrics for
    your ALB, RequestCount).
    """

    def __init__(self) -> None:
        """Start at zero."""
        self.by_group: Counter[str] = Counter()
        self.by_target: Counter[str] = Counter()
        self.by_status: Counter[str] = Counter()
        self.no_target = 0
        self._in_flight: Counter[tuple[str, str]] = Counter()

    @contextmanager
    def request(self, group: str, target: str) -> Generator[None]:
        """Count one request to TARGET of GROUP, in flight until the block ends."""
        self.by_group[group] += 1
        self.by_target[target] += 1
        self._in_flight[group, target] += 1
        try:
            yield
        finally:
            self._in_flight[group, target] -= 1
            if not self._in_flight[group, target]:
                del self._in_flight[group, target]

    def in_flight(self, group: str, target: str) -> int:
        """Return how many requests TARGET is answering for GROUP now."""
        return self._in_flight[group, target]

    def in_flight_by_target(self) -> dict[str, int]:
        """As the exchange reports them, summed over target groups."""
        total: Counter[str] = Counter()
        for (_, target), number in self._in_flight.items():
            total[target] += number
        return dict(total)

    def traffic(self) -> dict[str, Any]:
        """As `/_local/traffic` shows them."""
        return {
            "requests": dict(self.by_group),
            "by_target": dict(self.by_target),
            "status": dict(self.by_status),
            "no_target": self.no_target,
        }
