"""GetMetricData tells what the balancer measured, with percentiles and math.

moto knows no metrics but those that were put, raises at a percentile and answers nothing for an expression. AWS: ALB
guide, "CloudWatch metrics for your Application Load Balancer"; CloudWatch API reference, GetMetricData. All results
come on one page. A call that names no metric of a load balancer stays moto's.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from moto.cloudwatch.models import CloudWatchBackend

from local.cloud.metrics.metric_data import MetricData, period_of
from local.cloud.metrics.statistic import statistic
from local.cloud.metrics.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from local.cloud.cloud import Cloud
    from local.cloud.metrics.metric_data import Query
    from local.cloud.metrics.operations import Series
    from local.cloud.metrics.store import Source
    from local.cloud.patching import Patching

    Original = Callable[..., list[dict[str, Any]]]

NAMESPACE = "AWS/ApplicationELB"


def apply(patching: Patching, cloud: Cloud) -> None:
    """Answer from the balancer's reports."""

    @patching.around(CloudWatchBackend, "get_metric_data")
    def _get(
        original: Original,
        _self: CloudWatchBackend,
        queries: list[Query],
        start_time: datetime,
        end_time: datetime,
        scan_by: str = "TimestampDescending",
    ) -> list[dict[str, Any]]:
        if not any(_is_ours(query) for query in queries):
            return original(queries=queries, start_time=start_time, end_time=end_time, scan_by=scan_by)
        window = Window.between(start_time, end_time)
        theirs = partial(_of_moto, partial(original, start_time=start_time, end_time=end_time))
        ours = partial(_measured, cloud, window)
        data = MetricData(queries, window, lambda query: (ours if _is_ours(query) else theirs)(query))
        return data.results(newest_first=scan_by != "TimestampAscending")


def _is_ours(query: Query) -> bool:
    return query.get("MetricStat", {}).get("Metric", {}).get("Namespace") == NAMESPACE


def _measured(cloud: Cloud, window: Window, query: Query) -> Series:
    asked, metric = query["MetricStat"], query["MetricStat"]["Metric"]
    compute = statistic(asked["Stat"])
    source = _source({each["Name"]: each["Value"] for each in metric.get("Dimensions", [])})
    if source is None:
        return {}
    buckets = cloud.metrics.published(metric["MetricName"], source, cloud.delays.metric_period)
    return {at: compute(values) for at, values in window.aggregate(buckets, period_of(query)).items()}


def _source(dimensions: dict[str, str]) -> Source | None:
    """Read DIMENSIONS; None for a set that the balancer does not measure by, such as an Availability Zone's."""
    if "LoadBalancer" not in dimensions or dimensions.keys() - {"LoadBalancer", "TargetGroup"}:
        return None
    return dimensions["LoadBalancer"], dimensions.get("TargetGroup")


def _of_moto(original: Original, query: Query) -> Series:
    found = original(queries=[{**query, "ReturnData": True}], scan_by="TimestampAscending")[0]
    return {int(at.timestamp()): float(value) for at, value in zip(found["timestamps"], found["values"], strict=True)}
