"""What CloudWatch holds of a color's traffic, as points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.color import Color
from ops.problem import Problem
from ops.watching.metrics import Metrics
from ops.watching.point import Point
from tests.unit.ops.fake_engine import stacks

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

GROUP = "targetgroup/green/1"


@pytest.fixture
def metrics(engine: FakeEngine) -> Metrics:
    """Of a router whose ARNs look as AWS makes them; a value each 60 s."""
    prefix = "arn:aws:elasticloadbalancing:us-east-1:123456789012"
    engine.router["listener_arn"] = f"{prefix}:listener/app/shop/7/9"
    engine.router["target_group_arns"] = {"blue": f"{prefix}:targetgroup/blue/1", "green": f"{prefix}:{GROUP}"}
    return Metrics(stacks(engine))


def test_a_point_holds_what_was_published_of_its_period(aws: FakeAws, metrics: Metrics) -> None:
    """A count that is missing was zero; the load balancer's own stand beside the color's."""
    aws.metrics = {
        ("RequestCount", GROUP): {0.0: 10.0, 60.0: 20.0},
        ("HTTPCode_Target_5XX_Count", GROUP): {60.0: 2.0},
        ("TargetResponseTime", GROUP): {0.0: 0.01, 60.0: 0.02},
        ("HealthyHostCount", GROUP): {0.0: 2.0, 60.0: 2.0},
        ("RequestCount", ""): {0.0: 100.0, 60.0: 200.0},
        ("HTTPCode_ELB_5XX_Count", ""): {0.0: 1.0},
    }
    assert metrics.points(Color.GREEN, 30.0, 120.0) == (
        Point(0.0, 10, 0, 0.01, 2, 100, 1),
        Point(60.0, 20, 2, 0.02, 2, 200, 0),
    )


def test_only_whole_periods_count_from_the_one_of_the_switch(aws: FakeAws, metrics: Metrics) -> None:
    """One that is not over may still grow; one before belongs to another."""
    aws.metrics[("RequestCount", GROUP)] = {0.0: 1.0, 60.0: 2.0, 120.0: 3.0, 180.0: 4.0}
    assert [point.start for point in metrics.points(Color.GREEN, 61.0, 200.0)] == [60.0, 120.0]


def test_what_may_not_be_read_is_named(aws: FakeAws, metrics: Metrics) -> None:
    """With the permission that is lacking."""
    aws.refuse("GetMetricData")
    with pytest.raises(Problem, match="cloudwatch:GetMetricData"):
        metrics.points(Color.GREEN, 0.0, 60.0)
