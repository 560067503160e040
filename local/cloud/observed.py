"""What the balancer saw, as of its latest report."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SILENT_AFTER = 5.0
"""Seconds without a report after which the balancer counts as gone (it reports every 0.1 s)."""


class Observed:
    """The balancer's latest report: health, in-flight requests, bound ports and its own counts."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin as if the balancer had never reported. CLOCK gives seconds."""
        self._clock = clock
        self._at: float | None = None
        self.health: dict[str, dict[str, dict[str, str]]] = {}
        self.in_flight: dict[str, int] = {}
        self.bound: dict[str, int] = {}
        self.traffic: dict[str, Any] = {"requests": {}, "by_target": {}, "status": {}, "no_target": 0}

    def take(self, report: dict[str, Any]) -> None:
        """Take in a REPORT; parts that it lacks stay as they are."""
        self._at = self._clock()
        self.health = report.get("health", self.health)
        self.in_flight = report.get("in_flight", self.in_flight)
        self.bound = report.get("bound", self.bound)
        self.traffic = report.get("traffic", self.traffic)

    @property
    def age(self) -> float | None:
        """Seconds since the latest report; None before the first."""
        return None if self._at is None else self._clock() - self._at

    @property
    def silent(self) -> bool:
        """Tell whether the balancer is gone, or was never there."""
        return self.age is None or self.age > SILENT_AFTER
