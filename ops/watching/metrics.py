"""What CloudWatch holds of a color's traffic, as points; one call for each look.

Metrics and dimensions: ALB guide, "CloudWatch metrics for your Application Load Balancer". A count that was zero is
not published there, so that a point without it has zero.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from components import cloud
from ops.aws_problems import looking
from ops.watching.point import Point

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from components.color import Color
    from ops.stacks import Stacks

NAMESPACE = "AWS/ApplicationELB"

OF_THE_COLOR = {
    "requests": ("RequestCount", "Sum"),
    "errors": ("HTTPCode_Target_5XX_Count", "Sum"),
    "p99": ("TargetResponseTime", "p99"),
    "healthy": ("HealthyHostCount", "Minimum"),
}
OF_THE_BALANCER = {
    "all_requests": ("RequestCount", "Sum"),
    "balancer_errors": ("HTTPCode_ELB_5XX_Count", "Sum"),
}
"""A point's field, then metric and statistic."""

PERIOD = 60
"""Seconds between two values that a load balancer publishes (the page above)."""


class Metrics:
    """What the load balancer of STACKS measures, which publishes every PERIOD seconds."""

    def __init__(self, stacks: Stacks, period: int = PERIOD) -> None:
        """Nothing is asked yet."""
        self.period = period
        self._router = stacks.router
        # The last part of an ARN is what CloudWatch knows it by; a listener's begins with its load balancer's.
        balancer = stacks.listener.rpartition(":listener/")[2].rpartition("/")[0]
        self._balancer = [{"Name": "LoadBalancer", "Value": balancer}]
        self._groups = {
            color: [*self._balancer, {"Name": "TargetGroup", "Value": arn.rpartition(":")[2]}]
            for color, arn in stacks.target_groups.items()
        }

    def points(self, color: Color, since: float, until: float) -> tuple[Point, ...]:
        """All whole periods of COLOR from the one that SINCE is in up to UNTIL (unix seconds); oldest first.

        Periods without anything are left out. Raises Problem when CloudWatch can't be asked.
        """
        begin = since // self.period * self.period
        found: dict[float, dict[str, Any]] = {}
        for series in self._series(color, begin, until):
            for when, value in zip(series["Timestamps"], series["Values"], strict=True):
                found.setdefault(when.timestamp(), {})[series["Id"]] = value
        return tuple(_point(start, values) for start, values in sorted(found.items()) if start + self.period <= until)

    def _series(self, color: Color, begin: float, until: float) -> Iterator[Any]:
        queries = [*self._queries(OF_THE_COLOR, self._groups[color]), *self._queries(OF_THE_BALANCER, self._balancer)]
        times: Any = {"StartTime": datetime.fromtimestamp(begin, UTC), "EndTime": datetime.fromtimestamp(until, UTC)}
        with looking(self._router):
            pages = cloud.metrics().get_paginator("get_metric_data")
            for page in pages.paginate(MetricDataQueries=queries, ScanBy="TimestampAscending", **times):
                yield from page["MetricDataResults"]

    def _queries(self, fields: Mapping[str, tuple[str, str]], dimensions: list[dict[str, str]]) -> Iterator[Any]:
        for field, (name, statistic) in fields.items():
            metric = {"Namespace": NAMESPACE, "MetricName": name, "Dimensions": dimensions}
            yield {"Id": field, "MetricStat": {"Metric": metric, "Period": self.period, "Stat": statistic}}


def _point(start: float, values: Mapping[str, float]) -> Point:
    whole = {field: int(value) for field, value in values.items() if field != "p99"}
    return Point(start, p99=values.get("p99"), **whole)
