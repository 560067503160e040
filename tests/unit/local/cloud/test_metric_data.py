"""GetMetricData of load balancers, as boto3 sees it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

import pytest

from local.distribution import ACCURACY
from tests.unit.local.cloud.fakes import ask, tell
from tests.unit.local.cloud.measured import GREEN, NOON, TO_BLUE, TO_GREEN, data, query, refusal, sums

if TYPE_CHECKING:
    from tests.unit.local.cloud.measured import Meter
    from tests.unit.local.cloud.stack import Stack


def test_each_statistic_of_what_was_measured(stack: Stack, meter: Meter) -> None:
    """Exact ones, and percentiles within a hundredth."""
    times = [number / 1000 for number in range(1, 1001)]
    meter.serve(*times)
    meter.now += 1
    meter.report()
    for stat, expected in {"Average": 0.5005, "Minimum": 0.001, "Maximum": 1.0, "SampleCount": 1000}.items():
        assert data(stack, query("TargetResponseTime", stat)) == [{0: pytest.approx(expected)}]
    for stat, expected in {"p50": 0.5, "p99": 0.99, "p99.9": 0.999, "p100": 1.0}.items():
        assert data(stack, query("TargetResponseTime", stat)) == [{0: pytest.approx(expected, rel=ACCURACY)}]
    assert data(stack, query("RequestCount")) == [{0: 1000}]
    assert data(stack, query("RequestCount", "Average")) == [{0: 1}]


def test_a_period_without_the_thing_has_no_point(stack: Stack, meter: Meter) -> None:
    """Counts are never 0: neither between two points nor for a metric that never was."""
    meter.serve(0.1, 0.1)
    meter.now += 2
    meter.serve(0.1, status=500)
    meter.now += 1
    meter.report()
    assert data(stack, query("RequestCount")) == [{0: 2, 2: 1}]
    assert data(stack, query("HTTPCode_Target_5XX_Count")) == [{2: 1}]
    assert data(stack, query("HTTPCode_ELB_5XX_Count", group=None)) == [{}]
    assert data(stack, query("Nobody")) == [{}]


def test_a_point_is_published_when_its_period_has_ended(stack: Stack, meter: Meter, endpoint: str) -> None:
    """A minute on AWS; another period holds from the moment when it is set."""
    tell(endpoint, "settings", {"metric_period": 60})
    meter.serve(0.1)
    meter.now += 59.9
    meter.serve(0.1)
    meter.report()
    assert data(stack, query("RequestCount", period=60)) == [{}]
    meter.now += 0.1
    meter.report()
    assert data(stack, query("RequestCount", period=60)) == [{0: 2}]
    tell(endpoint, "settings", {"metric_period": 1})
    assert data(stack, query("RequestCount")) == [{0: 1, 59: 1}]


def test_longer_periods_add_up_shorter_ones(stack: Stack, meter: Meter) -> None:
    """From the start of the call, rounded down; the end is not included."""
    for _ in range(130):
        meter.serve(0.1)
        meter.now += 1
    # A report holds a minute at most.
    for _ in range(3):
        meter.report()
    assert data(stack, query("RequestCount", period=60)) == [{0: 60, 60: 60, 120: 10}]
    assert data(stack, query("RequestCount", period=60), start=65) == [{60: 60, 120: 10}]
    assert data(stack, query("RequestCount", period=30), start=65, end=120) == [{60: 30, 90: 30}]
    assert data(stack, query("RequestCount"), start=3.5, end=6) == [{3: 1, 4: 1, 5: 1}]


def test_a_load_balancer_is_the_sum_of_its_groups(stack: Stack, meter: Meter) -> None:
    """All that targets did, its own errors, and no host counts."""
    meter.serve(0.1, 0.3)
    meter.serve(0.2, path=TO_GREEN)
    meter.metrics.own(TO_BLUE[0], 503)
    meter.metrics.hosts(TO_BLUE, 2, 1)
    meter.now += 1
    meter.report()
    assert data(stack, query("RequestCount", group=None)) == [{0: 3}]
    assert data(stack, query("TargetResponseTime", "Maximum", group=None)) == [{0: 0.3}]
    assert data(stack, query("HTTPCode_ELB_503_Count", group=None)) == [{0: 1}]
    assert data(stack, query("HTTPCode_ELB_503_Count")) == [{}]
    assert data(stack, query("HTTPCode_Target_5XX_Count", group=None)) == [{}]
    assert data(stack, query("HealthyHostCount", "Minimum")) == [{0: 2}]
    assert data(stack, query("UnHealthyHostCount", "Maximum")) == [{0: 1}]
    assert data(stack, query("HealthyHostCount", "Minimum", group=None)) == [{}]
    assert data(stack, query("RequestCount", group=GREEN)) == [{0: 1}]


def test_an_unheard_report_is_counted_once(stack: Stack, meter: Meter) -> None:
    """A report whose answer got lost comes again, and so does one that was overtaken."""
    meter.serve(0.1)
    meter.report(heard=False)
    overtaken = meter.metrics.report()
    meter.serve(0.1)
    meter.now += 1
    meter.report(heard=False)
    meter.metrics.report()  # Lost on its way.
    meter.report()
    meter.send(overtaken)
    assert data(stack, query("RequestCount")) == [{0: 2}]


def test_labels_order_and_returned_data(stack: Stack, meter: Meter) -> None:
    """Newest first unless asked; an expression is labelled by its id, a metric by what it is."""
    meter.serve(0.1)
    meter.now += 1
    meter.serve(0.1)
    meter.now += 1
    meter.report()
    assert list(data(stack, query("RequestCount"), ScanBy="TimestampDescending")[0]) == [1, 0]
    answer = stack.watch.get_metric_data(
        MetricDataQueries=[query("RequestCount"), query("RequestCount", Id="n", Label="mine"), sums("m + n")],
        StartTime=datetime.fromtimestamp(NOON, UTC),
        EndTime=datetime.fromtimestamp(NOON + 60, UTC),
    )
    results = answer["MetricDataResults"]
    assert [(each["Id"], each["Label"]) for each in results] == [
        ("m", "RequestCount Sum"),
        ("n", "mine"),
        ("sum", "sum"),
    ]
    assert results[2]["Values"] == [2, 2]


@pytest.mark.parametrize("period", [2, 45, 90, 61])
def test_a_period_that_cloudwatch_does_not_take_is_refused(stack: Stack, period: int) -> None:
    """It is 1, 5, 10, 30 or whole minutes."""
    assert f"The value {period} for parameter Period" in refusal(stack, query("RequestCount", period=period))


def test_nonsense_is_refused(stack: Stack) -> None:
    """An unknown statistic, no time at all, one id twice, and math over different periods."""
    assert "tm99" in refusal(stack, query("RequestCount", "tm99"))
    assert "p101" in refusal(stack, query("RequestCount", "p101"))
    assert "EndTime must be greater" in refusal(stack, query("RequestCount"), start=10, end=0)
    assert "must not equal" in refusal(stack, query("RequestCount"), start=10, end=10)
    assert "must be unique" in refusal(stack, query("RequestCount"), query("RequestCount"))
    longer = query("RequestCount", Id="n", period=60)
    assert "different periods" in refusal(stack, query("RequestCount"), longer, sums("m + n"))


def test_a_dimension_that_is_not_measured_by_has_no_points(stack: Stack, meter: Meter) -> None:
    """Neither an Availability Zone's nor a target group's alone."""
    meter.serve(0.1)
    meter.now += 1
    meter.report()
    zone = query("RequestCount")
    zone["MetricStat"]["Metric"]["Dimensions"].append({"Name": "AvailabilityZone", "Value": "us-east-1a"})
    alone = query("RequestCount", Id="n")
    del alone["MetricStat"]["Metric"]["Dimensions"][0]
    assert data(stack, zone, alone) == [{}, {}]


def test_other_namespaces_stay_what_they_were(stack: Stack, meter: Meter) -> None:
    """A metric that a user put is found, alone and beside a load balancer's."""
    meter.serve(0.1)
    meter.now += 1
    meter.report()
    put_at = datetime.fromtimestamp(NOON, UTC) + timedelta(seconds=1)
    stack.watch.put_metric_data(
        Namespace="Mine", MetricData=[{"MetricName": "Orders", "Timestamp": put_at, "Value": 3.0}]
    )
    mine: Any = {
        "Id": "o",
        "MetricStat": {"Metric": {"Namespace": "Mine", "MetricName": "Orders"}, "Period": 60, "Stat": "Sum"},
    }
    assert data(stack, mine, end=60) == [{0: 3}]
    requests = query("RequestCount", period=60)
    assert data(stack, mine, requests, sums("o / m"), end=60) == [{0: 3}, {0: 1}, {0: 3}]


@pytest.mark.parametrize("period", [0, 0.5, 1.5, 1801, "60", True])
def test_a_metric_period_is_whole_seconds(endpoint: str, period: object) -> None:
    """Anything else is refused with what was expected, and changes nothing."""
    with pytest.raises(HTTPError) as refused:
        tell(endpoint, "settings", {"metric_period": period, "listener_delay": 3})
    with refused.value as answer:
        assert json.load(answer)["error"].startswith("metric_period must be")
    settings = ask(endpoint, "settings")
    assert (settings["metric_period"], settings["listener_delay"]) == (60, 0.5)
