"""Metrics from a client's request to GetMetricData: a whole local AWS."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from local.ports import free_port
from tests.stage import LISTENER_PORT, local_aws
from tests.unit.local.cloud.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from local.client import LocalAws

FILES = "#!/bin/bash\nnohup python3 -m http.server 8080 --bind 127.0.0.1 &\n"
"""Answers / with 200, any other path with 404, and a POST with 501."""

QUICK = {"listener_delay": 0, "registration_delay": 0, "check_pace": 0.02, "metric_period": 1}


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[LocalAws]:
    """A local AWS whose data points stand for a second."""
    with local_aws(tmp_path / "local", **QUICK) as running:
        yield running


def until(condition: Callable[[], bool]) -> None:
    """Wait for CONDITION."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def status(url: str, data: bytes | None = None) -> int:
    """Status of one request."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data)) as answer:  # noqa: S310  our own server
            return answer.status
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


def total(stack: Stack, name: str, *arns: str, stat: str = "Sum") -> float:
    """Sum of the data points of metric NAME, of the load balancer and the group with these ARNS."""
    ends = [arn.rpartition(":")[2].removeprefix("loadbalancer/") for arn in arns]
    dimensions = [{"Name": key, "Value": end} for key, end in zip(("LoadBalancer", "TargetGroup"), ends, strict=False)]
    metric: Any = {"Namespace": "AWS/ApplicationELB", "MetricName": name, "Dimensions": dimensions}
    now = datetime.now(UTC)
    found = stack.watch.get_metric_data(
        MetricDataQueries=[{"Id": "m", "MetricStat": {"Metric": metric, "Period": 1, "Stat": stat}}],
        StartTime=now - timedelta(minutes=5),
        EndTime=now + timedelta(minutes=1),
    )
    return sum(found["MetricDataResults"][0]["Values"])


def test_what_clients_got_is_what_cloudwatch_says(cloud: LocalAws) -> None:
    """Every request and every status, once, and nothing of what health checks did."""
    stack = Stack(cloud.settings.endpoint, cloud.settings.region)
    blue, main = stack.target_group(), stack.load_balancer()
    listener = stack.listener(main, {blue: 1}, free_port(LISTENER_PORT))
    until(lambda: bool(cloud.ask("edge")["listeners"]))
    url = cloud.url(listener)
    assert {status(url) for _ in range(3)} == {503}
    stack.group(stack.template(FILES), blue, desired=1)
    until(lambda: [state for state, _ in stack.health(blue).values()] == ["healthy"])
    got = Counter([*(status(url) for _ in range(20)), *(status(url + "/no") for _ in range(4)), status(url, b"x")])
    assert got == {200: 20, 404: 4, 501: 1}
    until(lambda: total(stack, "HTTPCode_Target_5XX_Count", main, blue) == 1)
    for scope in ((main,), (main, blue)):
        assert total(stack, "RequestCount", *scope) == 25
        assert total(stack, "HTTPCode_Target_2XX_Count", *scope) == 20
        assert total(stack, "HTTPCode_Target_4XX_Count", *scope) == 4
        assert total(stack, "TargetResponseTime", *scope, stat="SampleCount") == 25
    assert total(stack, "HTTPCode_ELB_503_Count", main) == total(stack, "HTTPCode_ELB_5XX_Count", main) == 3
