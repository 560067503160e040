"""A balancer's metrics at times of a test's own, and GetMetricData through boto3."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from local.balancer.metrics import Metrics
from tests.unit.local.cloud.fakes import tell

if TYPE_CHECKING:
    from tests.unit.local.cloud.fakes import FakeBalancer
    from tests.unit.local.cloud.stack import Stack

LOAD_BALANCER, BLUE, GREEN = "app/main/50dc6c495c0c9188", "targetgroup/blue/73e2d6bc24d8a067", "targetgroup/green/1"
ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012:"
TO_BLUE = (f"{ARN}loadbalancer/{LOAD_BALANCER}", ARN + BLUE)
TO_GREEN = (f"{ARN}loadbalancer/{LOAD_BALANCER}", ARN + GREEN)
NOON = int(datetime(2026, 1, 1, 12, tzinfo=UTC).timestamp())


class Meter:
    """What a balancer measures and reports, at times of the test's own."""

    def __init__(self, balancer: FakeBalancer, endpoint: str) -> None:
        """Begin at noon with data points of 1 second."""
        self.now = float(NOON)
        self.metrics = Metrics(lambda: self.now)
        self._balancer = balancer
        tell(endpoint, "settings", {"metric_period": 1})

    def serve(self, *seconds: float, status: int = 200, path: tuple[str, str] = TO_BLUE) -> None:
        """One answered request for each response time in SECONDS."""
        for each in seconds:
            self.metrics.chosen(path)
            self.metrics.answered(path, status, each)

    def report(self, *, heard: bool = True) -> None:
        """Report; the balancer does not learn of it unless it was HEARD."""
        report = self.metrics.report()
        self.send(report)
        if heard:
            self.metrics.delivered(report)

    def send(self, report: dict[str, Any]) -> None:
        """Tell the cloud of REPORT."""
        self._balancer.metrics = report
        self._balancer.exchange()


def query(name: str, stat: str = "Sum", *, period: int = 1, group: str | None = BLUE, **more: Any) -> Any:
    """Ask for metric NAME of the load balancer, and of GROUP if there is one; its id is `m` unless MORE says else."""
    dimensions = [{"Name": "LoadBalancer", "Value": LOAD_BALANCER}]
    if group is not None:
        dimensions.append({"Name": "TargetGroup", "Value": group})
    metric = {"Namespace": "AWS/ApplicationELB", "MetricName": name, "Dimensions": dimensions}
    return {"Id": "m", "MetricStat": {"Metric": metric, "Period": period, "Stat": stat}, **more}


def data(stack: Stack, *queries: Any, start: float = 0, end: float = 3600, **more: Any) -> list[dict[int, float]]:
    """Values by seconds after noon for each of QUERIES that returns data, oldest first; START and END after noon."""
    window = {
        "StartTime": datetime.fromtimestamp(NOON + start, UTC),
        "EndTime": datetime.fromtimestamp(NOON + end, UTC),
    }
    asked: Any = {"ScanBy": "TimestampAscending", **window, **more}
    answer = stack.watch.get_metric_data(MetricDataQueries=queries, **asked)
    assert {each["StatusCode"] for each in answer["MetricDataResults"]} <= {"Complete"}
    return [
        {int(at.timestamp()) - NOON: value for at, value in zip(each["Timestamps"], each["Values"], strict=True)}
        for each in answer["MetricDataResults"]
    ]


def refusal(stack: Stack, *queries: Any, **more: Any) -> str:
    """Say why GetMetricData was refused."""
    with pytest.raises(ClientError) as refused:
        data(stack, *queries, **more)
    assert refused.value.response["Error"]["Code"] == "ValidationError"
    return refused.value.response["Error"]["Message"]


def sums(expression: str) -> Any:
    """Ask for EXPRESSION."""
    return {"Id": "sum", "Expression": expression}
