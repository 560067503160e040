"""DescribeTargetHealth tells what the balancer saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.local.cloud.stack import forward

if TYPE_CHECKING:
    from tests.unit.local.cloud.fakes import Clock, FakeBalancer
    from tests.unit.local.cloud.stack import Stack


def fleet(stack: Stack, clock: Clock, *, weight: int = 0) -> tuple[str, str]:
    """Target group `blue` with two registered instances, at WEIGHT in a listener; its ARN and the listener's."""
    blue, green = stack.target_group("blue"), stack.target_group("green")
    listener = stack.listener(stack.load_balancer(), {blue: weight, green: 100})
    stack.group(stack.template(), blue)
    clock.pass_seconds(1.0)
    return blue, listener


def test_a_group_that_no_listener_names_is_unused(stack: Stack, clock: Clock) -> None:
    """Registered targets of an unreferenced group read unused / Target.NotInUse."""
    blue = stack.target_group()
    stack.group(stack.template(), blue)
    clock.pass_seconds(1.0)
    assert set(stack.health(blue).values()) == {("unused", "Target.NotInUse")}


def test_weight_zero_counts_as_in_use(stack: Stack, clock: Clock) -> None:
    """A group at weight 0 is checked like any other."""
    blue, _ = fleet(stack, clock, weight=0)
    assert set(stack.health(blue).values()) == {("initial", "Elb.RegistrationInProgress")}


def test_a_rule_alone_makes_a_group_used(stack: Stack, clock: Clock) -> None:
    """A rule's action is a reference, too."""
    blue, green = stack.target_group("blue"), stack.target_group("green")
    listener = stack.listener(stack.load_balancer(), {green: 1})
    stack.elb.create_rule(
        ListenerArn=listener,
        Priority=1,
        Conditions=[{"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "x", "Values": ["blue"]}}],
        Actions=[forward({blue: 1})],
    )
    stack.group(stack.template(), blue)
    clock.pass_seconds(1.0)
    assert set(stack.health(blue).values()) == {("initial", "Elb.RegistrationInProgress")}


def test_health_is_what_the_balancer_reports(stack: Stack, clock: Clock, balancer: FakeBalancer) -> None:
    """State and reason of each target come from the probes."""
    blue, _ = fleet(stack, clock)
    first, second = stack.instances()
    balancer.see(blue, first, "healthy")
    balancer.see(blue, second, "unhealthy", "Target.ResponseCodeMismatch")
    assert stack.health(blue) == {first: ("healthy", None), second: ("unhealthy", "Target.ResponseCodeMismatch")}


def test_leaving_the_listener_makes_the_group_unused_at_once(
    stack: Stack, clock: Clock, balancer: FakeBalancer
) -> None:
    """A stale healthy report proves nothing for a group that no listener names any more."""
    blue, listener = fleet(stack, clock)
    balancer.see(blue, stack.instances()[0], "healthy")
    green = stack.elb.describe_target_groups(Names=["green"])["TargetGroups"][0]["TargetGroupArn"]
    stack.elb.modify_listener(ListenerArn=listener, DefaultActions=[forward({green: 1})])
    assert set(stack.health(blue).values()) == {("unused", "Target.NotInUse")}


def test_coming_back_into_the_listener_starts_at_initial(stack: Stack, clock: Clock, balancer: FakeBalancer) -> None:
    """What the balancer called unused before is initial until it reports anew."""
    blue, _ = fleet(stack, clock)
    balancer.see(blue, stack.instances()[0], "unused", "Target.NotInUse")
    assert stack.health(blue)[stack.instances()[0]] == ("initial", "Elb.RegistrationInProgress")


def test_the_health_check_port_is_a_number(stack: Stack, clock: Clock) -> None:
    """`traffic-port` is a setting; the answer gives the port itself."""
    blue, _ = fleet(stack, clock)
    described = stack.elb.describe_target_health(TargetGroupArn=blue)["TargetHealthDescriptions"]
    assert {each.get("HealthCheckPort") for each in described} == {"8080"}


def test_a_stranger_is_not_registered(stack: Stack, clock: Clock) -> None:
    """A target that is asked for and isn't there reads unused / Target.NotRegistered."""
    blue, _ = fleet(stack, clock)
    described = stack.elb.describe_target_health(TargetGroupArn=blue, Targets=[{"Id": "i-0"}])
    assert described["TargetHealthDescriptions"][0].get("TargetHealth", {}).get("Reason") == "Target.NotRegistered"
