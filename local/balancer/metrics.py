"""What an ALB publishes to CloudWatch, measured second by second (ALB guide, "CloudWatch metrics for your ALB").

Health checks are no requests. What did not happen has no value, so that each metric is as sparse as on AWS.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from local.distribution import Distribution

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT_SECONDS = 3600
"""Seconds that wait for a cloud which is away; the oldest go first."""

REPORTED_SECONDS = 60
"""Seconds in one report at most, so that a cloud that comes back gets many small reports."""

OWN_ERRORS = (502, 503, 504)
"""Statuses of the load balancer's own that have a metric each."""

SERVER_ERRORS = range(500, 600)

Path = tuple[str, str]
"""A load balancer's ARN and the ARN of the target group that it forwards to."""

_Second = dict[tuple[str, str | None], dict[str, Distribution]]


class Metrics:
    """Values by second, load balancer, target group and name, kept until they were delivered.

    A report tells each second as a whole and again, if need be: taking it in twice changes nothing, and whatever may
    have been lost is told once more.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Begin with nothing. CLOCK gives unix seconds."""
        self._clock = clock
        self._latest = 0.0
        self._seconds: dict[int, _Second] = {}

    def chosen(self, path: Path) -> None:
        """Count a request for which a target was chosen, whatever becomes of it."""
        self._add(*path, "RequestCount")

    def answered(self, path: Path, status: int, seconds: float) -> None:
        """Count a target's answer, whose headers began SECONDS after the request had left the load balancer."""
        self._add(*path, f"HTTPCode_Target_{status // 100}XX_Count")
        self._add(*path, "TargetResponseTime", seconds)

    def not_connected(self, path: Path) -> None:
        """Count a connection to a target that did not come about."""
        self._add(*path, "TargetConnectionErrorCount")

    def own(self, load_balancer: str, status: int) -> None:
        """Count an answer that no target gave, if it is a server error; also one that a rule fixed (assumed)."""
        if status in SERVER_ERRORS:
            self._add(load_balancer, None, "HTTPCode_ELB_5XX_Count")
        if status in OWN_ERRORS:
            self._add(load_balancer, None, f"HTTPCode_ELB_{status}_Count")

    def hosts(self, path: Path, healthy: int, unhealthy: int) -> None:
        """Take in how many registered targets are healthy and unhealthy now; reported also where it is 0.

        One whose state is `initial` counts as neither (assumed).
        """
        self._add(*path, "HealthyHostCount", healthy)
        self._add(*path, "UnHealthyHostCount", unhealthy)

    def report(self) -> dict[str, Any]:
        """Tell what was not delivered yet; `until` (unix seconds) is when that was all."""
        until, waiting = self._now(), list(self._seconds)
        if len(waiting) > REPORTED_SECONDS:
            until = float(waiting[REPORTED_SECONDS])
        told = {second: _describe(self._seconds[second]) for second in waiting[:REPORTED_SECONDS]}
        return {"until": until, "seconds": told}

    def delivered(self, report: dict[str, Any]) -> None:
        """Forget the seconds in REPORT, which came from `report`, that were over when it was made."""
        for second in report["seconds"]:
            if second + 1 <= report["until"]:
                self._seconds.pop(second, None)

    def _add(self, load_balancer: str, group: str | None, name: str, value: float = 1.0) -> None:
        second = int(self._now())
        if second not in self._seconds:
            if len(self._seconds) >= KEPT_SECONDS:
                del self._seconds[next(iter(self._seconds))]
            self._seconds[second] = {}
        values = self._seconds[second].setdefault((load_balancer, group), {})
        if name not in values:
            values[name] = Distribution()
        values[name].add(value)

    def _now(self) -> float:
        # A clock that is set back must not reopen a second that was delivered.
        self._latest = max(self._latest, self._clock())
        return self._latest


class Watch:
    """The metrics of one request on its way to a target of one group."""

    def __init__(self, metrics: Metrics, path: Path) -> None:
        """Measure for METRICS what happens on PATH."""
        self._metrics = metrics
        self._path = path

    def answered(self, status: int, seconds: float) -> None:
        """Note the target's answer."""
        self._metrics.answered(self._path, status, seconds)

    def not_connected(self) -> None:
        """Note that the target was not reached."""
        self._metrics.not_connected(self._path)


def _describe(second: _Second) -> list[dict[str, Any]]:
    return [
        {
            "load_balancer": load_balancer,
            "target_group": group,
            "values": {name: distribution.describe() for name, distribution in values.items()},
        }
        for (load_balancer, group), values in second.items()
    ]
