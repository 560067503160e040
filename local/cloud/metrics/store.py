"""What the balancer measured, kept for an hour, second by second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.distribution import Distribution

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT_SECONDS = 3600
"""How far back metrics are known; AWS keeps them for 15 days and more."""

OF_GROUPS_ONLY = ("HealthyHostCount", "UnHealthyHostCount")
"""Metrics that no load balancer has as a whole (ALB guide, "CloudWatch metrics for your ALB", dimensions)."""

Source = tuple[str, str | None]
"""Values of the dimensions LoadBalancer, `app/name/id`, and TargetGroup, `targetgroup/name/id`, if there is one."""

_Second = dict[Source, dict[str, Distribution]]


class MetricStore:
    """All series of all load balancers; memory grows with the bins in use, never with the number of requests."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._until = 0.0
        self._seconds: dict[int, _Second] = {}

    def take(self, report: dict[str, Any]) -> None:
        """Take in a REPORT of `local.balancer.metrics.Metrics`; one that was overtaken changes nothing."""
        if report["until"] < self._until:
            return
        # Each second comes as a whole, so one that comes again replaces what was known of it.
        self._seconds |= {int(second): _parse(told) for second, told in report["seconds"].items()}
        self._until = report["until"]
        # They came in order, so the oldest is the first.
        while self._seconds and (oldest := next(iter(self._seconds))) < self._until - KEPT_SECONDS:
            del self._seconds[oldest]

    def published(self, name: str, source: Source, period: int) -> Iterator[tuple[int, Distribution]]:
        """Give what is published of metric NAME of SOURCE: values, with the unix second when their bucket began.

        A bucket is PERIOD seconds, is published once it has ended, and comes in as many pieces as there are; one where
        there was nothing does not come.
        """
        for second, known in self._seconds.items():
            bucket = second // period * period
            if bucket >= self._until - KEPT_SECONDS and bucket + period <= self._until:
                yield from ((bucket, values) for values in _matching(known, name, source))


def _matching(second: _Second, name: str, source: Source) -> list[Distribution]:
    load_balancer, group = source
    if group is not None or name in OF_GROUPS_ONLY:
        values = [second.get(source, {})]
    else:
        values = [each for (owner, _), each in second.items() if owner == load_balancer]
    return [each[name] for each in values if name in each]


def _parse(told: list[dict[str, Any]]) -> _Second:
    return {
        (_dimension(each["load_balancer"]), each["target_group"] and _dimension(each["target_group"])): {
            name: Distribution.parse(described) for name, described in each["values"].items()
        }
        for each in told
    }


def _dimension(arn: str) -> str:
    """Cut ARN to how a dimension names it: `app/main/50dc6c495c0c9188`, `targetgroup/blue/73e2d6bc24d8a067`."""
    return arn.rpartition(":")[2].removeprefix("loadbalancer/")
