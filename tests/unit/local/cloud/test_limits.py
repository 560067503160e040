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
