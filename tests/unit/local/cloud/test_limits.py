"""What AWS refuses is refused, and nothing has changed afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.unit.local.cloud.stack import forward

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from tests.unit.local.cloud.fakes import FakeSupervisor
    from tests.unit.local.cloud.stack import Stack


def refused(code: str) -> AbstractContextManager[pytest.ExceptionInfo[ClientError]]:
    """Expect AWS's error CODE."""
    return pytest.raises(ClientError, match=rf"\({code}\)")


@pytest.fixture
def listener(stack: Stack) -> Iterator[str]:
    """Serve a listener on port 80 with all weight on blue; it must be so afterwards, too."""
    blue, green = stack.target_group("blue"), stack.target_group("green")
    arn = stack.listener(stack.load_balancer(), {blue: 100, green: 0})
    before = stack.elb.describe_listeners(ListenerArns=[arn])["Listeners"]
    yield arn
    assert stack.elb.describe_listeners(ListenerArns=[arn])["Listeners"] == before


@pytest.mark.parametrize("weight", [-1, 1000])
def test_weights_are_0_to_999(stack: Stack, listener: str, weight: int) -> None:
    """ModifyListener with any other weight is a ValidationError."""
    groups = [each.get("TargetGroupArn", "") for each in stack.elb.describe_target_groups()["TargetGroups"]]
    with refused("ValidationError"):
        stack.elb.modify_listener(ListenerArn=listener, DefaultActions=[forward(dict.fromkeys(groups, weight))])


def test_an_unknown_target_group_can_not_be_forwarded_to(stack: Stack, listener: str) -> None:
    """ModifyListener checks what CreateListener checks."""
    arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/nobody/0123456789abcdef"
    with refused("TargetGroupNotFound"):
        stack.elb.modify_listener(ListenerArn=listener, DefaultActions=[forward({arn: 1})])


def test_one_listener_a_port(stack: Stack, listener: str) -> None:
    """The same port again is DuplicateListener; so is moving another listener there."""
    (described,) = stack.elb.describe_listeners(ListenerArns=[listener])["Listeners"]
    balancer, group = described.get("LoadBalancerArn", ""), stack.target_group("third")
    with refused("DuplicateListener"):
        stack.listener(balancer, {group: 1}, port=80)
    other = stack.listener(balancer, {group: 1}, port=81)
    with refused("DuplicateListener"):
        stack.elb.modify_listener(ListenerArn=other, Port=80)
    with refused("ValidationError"):
        stack.listener(balancer, {group: 1}, port=65536)


def test_a_target_group_serves_one_load_balancer(stack: Stack, listener: str) -> None:
    """A second load balancer can't have it."""
    group = stack.elb.describe_target_groups(Names=["blue"])["TargetGroups"][0].get("TargetGroupArn", "")
    with refused("TargetGroupAssociationLimit"):
        stack.listener(stack.load_balancer("second"), {group: 1})
    assert listener


def test_a_protected_load_balancer_stays(stack: Stack) -> None:
    """Deletion protection is heeded until it is taken off."""
    balancer = stack.load_balancer()
    for value in ("true", "false"):
        attribute: Any = {"Key": "deletion_protection.enabled", "Value": value}
        stack.elb.modify_load_balancer_attributes(LoadBalancerArn=balancer, Attributes=[attribute])
        if value == "true":
            with refused("OperationNotPermitted"):
                stack.elb.delete_load_balancer(LoadBalancerArn=balancer)
    stack.elb.delete_load_balancer(LoadBalancerArn=balancer)
    assert stack.elb.describe_load_balancers()["LoadBalancers"] == []


def test_a_health_check_ends_before_the_next_begins(stack: Stack) -> None:
    """ModifyTargetGroup refuses a timeout that is not below the interval."""
    with refused("ValidationError"):
        stack.elb.modify_target_group(
            TargetGroupArn=stack.target_group(), HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=5
        )


def sticky(stack: Stack, group: str, *, enabled: bool = True) -> None:
    """Switch target stickiness of GROUP (an ARN)."""
    attribute: Any = {"Key": "stickiness.enabled", "Value": str(enabled).lower()}
    stack.elb.modify_target_group_attributes(TargetGroupArn=group, Attributes=[attribute])


def test_a_sticky_target_group_needs_a_sticky_forward(stack: Stack) -> None:
    """Neither a listener nor a rule may spread over a sticky group without group stickiness; to one group they may."""
    blue, green, main = stack.target_group("blue"), stack.target_group("green"), stack.load_balancer()
    sticky(stack, blue)
    spread, bound = forward({blue: 1, green: 1}), forward({blue: 1, green: 1}, Enabled=True, DurationSeconds=60)
    with refused("InvalidConfigurationRequest"):
        stack.listener(main, {blue: 1, green: 1})
    listener = stack.listener(main, {blue: 1})
    with refused("InvalidConfigurationRequest"):
        stack.elb.modify_listener(ListenerArn=listener, DefaultActions=[spread])
    condition: Any = {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/x"]}}
    with refused("InvalidConfigurationRequest"):
        stack.elb.create_rule(ListenerArn=listener, Priority=1, Conditions=[condition], Actions=[spread])
    stack.elb.create_rule(ListenerArn=listener, Priority=1, Conditions=[condition], Actions=[bound])
    stack.elb.modify_listener(ListenerArn=listener, DefaultActions=[bound])


def test_a_group_behind_an_unsticky_forward_can_not_be_sticky(stack: Stack, listener: str) -> None:
    """AWS refuses target stickiness until the listener has group stickiness; switching it off is free."""
    described = stack.elb.describe_target_groups(Names=["blue", "green"])["TargetGroups"]
    blue, green = (each.get("TargetGroupArn", "") for each in described)
    with refused("InvalidConfigurationRequest"):
        sticky(stack, blue)
    sticky(stack, blue, enabled=False)
    weights = {blue: 100, green: 0}
    bound = forward(weights, Enabled=True, DurationSeconds=60)
    stack.elb.modify_listener(ListenerArn=listener, DefaultActions=[bound])
    sticky(stack, blue)
    with refused("InvalidConfigurationRequest"):
        stack.elb.modify_listener(ListenerArn=listener, DefaultActions=[forward(weights)])
    sticky(stack, blue, enabled=False)
    stack.elb.modify_listener(ListenerArn=listener, DefaultActions=[forward(weights)])


@pytest.mark.parametrize("seconds", ["59", "604801", "soon"])
def test_client_keep_alive_is_a_minute_to_a_week(stack: Stack, seconds: str) -> None:
    """Any other value is refused, and the old one stays."""
    balancer = stack.load_balancer()
    attribute: Any = {"Key": "client_keep_alive.seconds", "Value": seconds}
    with refused("ValidationError"):
        stack.elb.modify_load_balancer_attributes(LoadBalancerArn=balancer, Attributes=[attribute])
    described = stack.elb.describe_load_balancer_attributes(LoadBalancerArn=balancer)["Attributes"]
    assert {"Key": "client_keep_alive.seconds", "Value": "3600"} in described


@pytest.mark.parametrize("seconds", ["0", "604801"])
def test_target_stickiness_lasts_a_second_to_a_week(stack: Stack, seconds: str) -> None:
    """Any other duration is refused."""
    attribute: Any = {"Key": "stickiness.lb_cookie.duration_seconds", "Value": seconds}
    with refused("ValidationError"):
        stack.elb.modify_target_group_attributes(TargetGroupArn=stack.target_group(), Attributes=[attribute])


def test_a_rule_has_at_most_five_values(stack: Stack, listener: str) -> None:
    """Header and source addresses count together, in creation and in change."""
    group = stack.target_group("preview")

    def conditions(networks: int) -> Any:
        header = {"HttpHeaderName": "x-bluegreen", "Values": ["blue"]}
        sources = {"Values": [f"10.{number}.0.0/16" for number in range(networks)]}
        return [
            {"Field": "http-header", "HttpHeaderConfig": header},
            {"Field": "source-ip", "SourceIpConfig": sources},
        ]

    rule: Any = {"ListenerArn": listener, "Priority": 10, "Actions": [forward({group: 1})]}
    with refused("ValidationError"):
        stack.elb.create_rule(**rule, Conditions=conditions(5))
    made = stack.elb.create_rule(**rule, Conditions=conditions(4))["Rules"][0].get("RuleArn", "")
    with refused("ValidationError"):
        stack.elb.modify_rule(RuleArn=made, Conditions=conditions(5))


def test_a_group_name_is_taken_once(stack: Stack, supervisor: FakeSupervisor) -> None:
    """The second group of a name launches nothing, and the first stays."""
    template = stack.template()
    stack.group(template, desired=1)
    with refused("AlreadyExists"):
        stack.group(template, desired=2)
    assert stack.instances() == list(supervisor.launched)


def test_a_group_with_instances_is_deleted_only_by_force(stack: Stack) -> None:
    """Without force, DeleteAutoScalingGroup is ResourceInUse; an empty group goes."""
    stack.group(stack.template(), desired=1)
    with refused("ResourceInUse"):
        stack.scaling.delete_auto_scaling_group(AutoScalingGroupName="fleet")
    stack.scaling.update_auto_scaling_group(AutoScalingGroupName="fleet", MinSize=0, MaxSize=0, DesiredCapacity=0)
    stack.scaling.delete_auto_scaling_group(AutoScalingGroupName="fleet")
    assert stack.scaling.describe_auto_scaling_groups()["AutoScalingGroups"] == []


def test_capacity_stays_within_its_bounds(stack: Stack, supervisor: FakeSupervisor) -> None:
    """Neither creation nor a change can leave them."""
    stack.group(stack.template(), desired=1)
    with refused("ValidationError"):
        stack.scaling.set_desired_capacity(AutoScalingGroupName="fleet", DesiredCapacity=6)
    with refused("ValidationError"):
        stack.scaling.update_auto_scaling_group(AutoScalingGroupName="fleet", MinSize=3, MaxSize=2)
    with refused("ValidationError"):
        stack.scaling.update_auto_scaling_group(AutoScalingGroupName="fleet", DesiredCapacity=9)
    assert len(supervisor.launched) == 1


def test_min_and_max_move_the_fleet(stack: Stack) -> None:
    """A raised minimum launches, a lowered maximum terminates."""
    stack.group(stack.template(), desired=1)
    stack.scaling.update_auto_scaling_group(AutoScalingGroupName="fleet", MinSize=3)
    assert len(stack.instances()) == 3
    stack.scaling.update_auto_scaling_group(AutoScalingGroupName="fleet", MinSize=0, MaxSize=2)
    assert len(stack.instances()) == 2


def test_a_group_needs_target_groups_that_exist(stack: Stack, supervisor: FakeSupervisor) -> None:
    """An unknown target group leaves neither group nor instances behind."""
    template, gone = stack.template(), stack.target_group()
    stack.elb.delete_target_group(TargetGroupArn=gone)
    with refused("ValidationError"):
        stack.group(template, gone)
    assert (supervisor.launched, stack.scaling.describe_auto_scaling_groups()["AutoScalingGroups"]) == ({}, [])
