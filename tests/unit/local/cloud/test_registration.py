"""Instances come into their target group late and leave it at once, draining."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.unit.local.cloud.fakes import ask, tell

if TYPE_CHECKING:
    from tests.unit.local.cloud.fakes import Clock, FakeBalancer, FakeSupervisor
    from tests.unit.local.cloud.stack import Stack

DRAINING = ("draining", "Target.DeregistrationInProgress")


def serving(stack: Stack, clock: Clock, balancer: FakeBalancer, desired: int = 2) -> tuple[str, list[str]]:
    """Target group with DESIRED registered instances behind a listener, and a balancer at work."""
    blue = stack.target_group()
    stack.listener(stack.load_balancer(), {blue: 1})
    stack.group(stack.template(), blue, desired=desired)
    clock.pass_seconds(1.0)
    balancer.exchange()
    return blue, stack.instances()


def test_a_new_instance_is_listed_only_after_the_delay(stack: Stack, clock: Clock, balancer: FakeBalancer) -> None:
    """Neither DescribeTargetHealth nor the balancer hears of it before."""
    blue = stack.target_group()
    stack.listener(stack.load_balancer(), {blue: 1})
    stack.group(stack.template(), blue)
    clock.pass_seconds(0.9)
    assert stack.health(blue) == {}
    assert balancer.targets(blue) == []
    clock.pass_seconds(0.2)
    assert set(stack.health(blue)) == set(stack.instances())
    assert [each["address"] for each in balancer.targets(blue)] == [["127.0.0.1", 38080]] * 2


def test_the_delay_can_be_changed_at_run_time(stack: Stack, endpoint: str) -> None:
    """With no delay, a new instance is registered at once."""
    tell(endpoint, "settings", {"registration_delay": 0})
    blue = stack.target_group()
    stack.group(stack.template(), blue)
    assert set(stack.health(blue)) == set(stack.instances())


def test_a_scaled_in_instance_drains_before_its_process_ends(
    stack: Stack, clock: Clock, balancer: FakeBalancer, supervisor: FakeSupervisor
) -> None:
    """It leaves the balancer's targets at once; its process ends when its last request did."""
    blue, (oldest, kept) = serving(stack, clock, balancer)
    balancer.in_flight = {f"{oldest}:8080": 1}
    stack.scaling.set_desired_capacity(AutoScalingGroupName="fleet", DesiredCapacity=1)
    assert [each["id"] for each in balancer.targets(blue)] == [kept]
    assert stack.health(blue)[oldest] == DRAINING
    for _ in range(3):
        balancer.exchange()
    assert supervisor.terminated == []
    balancer.in_flight = {}
    balancer.exchange()
    assert supervisor.terminated == [oldest]
    assert set(stack.health(blue)) == {kept}


def test_the_first_report_after_a_departure_is_not_trusted(
    stack: Stack, clock: Clock, balancer: FakeBalancer, supervisor: FakeSupervisor
) -> None:
    """It was made before the balancer knew; it may send one more request meanwhile."""
    _, (oldest, _) = serving(stack, clock, balancer)
    stack.scaling.set_desired_capacity(AutoScalingGroupName="fleet", DesiredCapacity=1)
    balancer.exchange()
    assert supervisor.terminated == []
    balancer.exchange()
    assert supervisor.terminated == [oldest]


def test_the_deregistration_delay_ends_any_drain(
    stack: Stack, clock: Clock, balancer: FakeBalancer, supervisor: FakeSupervisor
) -> None:
    """A request that never ends holds a process no longer than that."""
    blue, (oldest, _) = serving(stack, clock, balancer)
    delay: Any = {"Key": "deregistration_delay.timeout_seconds", "Value": "30"}
    stack.elb.modify_target_group_attributes(TargetGroupArn=blue, Attributes=[delay])
    balancer.in_flight = {f"{oldest}:8080": 1}
    stack.scaling.set_desired_capacity(AutoScalingGroupName="fleet", DesiredCapacity=1)
    clock.pass_seconds(29)
    balancer.exchange()
    balancer.exchange()
    assert supervisor.terminated == []
    clock.pass_seconds(2)
    balancer.exchange()
    assert supervisor.terminated == [oldest]


def test_a_deleted_group_leaves_nothing_behind(
    stack: Stack, clock: Clock, balancer: FakeBalancer, supervisor: FakeSupervisor
) -> None:
    """Forced deletion takes all instances out of the target group, and ends them once drained."""
    blue, instances = serving(stack, clock, balancer)
    stack.scaling.delete_auto_scaling_group(AutoScalingGroupName="fleet", ForceDelete=True)
    assert balancer.targets(blue) == []
    balancer.exchange()
    assert sorted(supervisor.terminated) == sorted(instances)
    assert stack.health(blue) == {}


def test_without_a_balancer_nothing_waits(stack: Stack, supervisor: FakeSupervisor) -> None:
    """Where nobody serves, nobody has a request in flight."""
    blue = stack.target_group()
    stack.listener(stack.load_balancer(), {blue: 1})
    stack.group(stack.template(), blue)
    stack.scaling.set_desired_capacity(AutoScalingGroupName="fleet", DesiredCapacity=0)
    assert sorted(supervisor.terminated) == sorted(supervisor.launched)


def test_the_replacement_of_a_terminated_instance_is_registered(
    stack: Stack, clock: Clock, balancer: FakeBalancer
) -> None:
    """An instance ended by hand is replaced, and its replacement serves."""
    blue, (first, second) = serving(stack, clock, balancer)
    stack.ec2.terminate_instances(InstanceIds=[first])
    clock.pass_seconds(1.0)
    (new,) = set(stack.instances()) - {second}
    assert new != first
    assert {each["id"] for each in balancer.targets(blue)} == {second, new}


def test_a_target_taken_out_by_hand_stays_out(stack: Stack, clock: Clock, balancer: FakeBalancer) -> None:
    """Scaling does not register again what somebody deregistered."""
    blue, (first, second) = serving(stack, clock, balancer)
    stack.elb.deregister_targets(TargetGroupArn=blue, Targets=[{"Id": first}])
    assert stack.health(blue)[first] == DRAINING
    stack.scaling.set_desired_capacity(AutoScalingGroupName="fleet", DesiredCapacity=3)
    clock.pass_seconds(1.0)
    balancer.exchange()
    balancer.exchange()
    assert first not in stack.health(blue)
    assert second in stack.health(blue)


def test_a_detached_group_drains(
    stack: Stack, clock: Clock, balancer: FakeBalancer, supervisor: FakeSupervisor
) -> None:
    """Every instance leaves the balancer at once, drains while it has a request, and lives on."""
    blue, (first, second) = serving(stack, clock, balancer)
    balancer.in_flight = {f"{first}:8080": 1}
    stack.scaling.detach_load_balancer_target_groups(AutoScalingGroupName="fleet", TargetGroupARNs=[blue])
    assert balancer.targets(blue) == []
    assert stack.health(blue) == {first: DRAINING, second: DRAINING}
    balancer.exchange()
    assert stack.health(blue) == {first: DRAINING}
    balancer.in_flight = {}
    balancer.exchange()
    assert stack.health(blue) == {}
    assert supervisor.terminated == []
    assert stack.instances() == [first, second]


def test_a_detached_group_comes_back_when_attached_again(stack: Stack, clock: Clock, balancer: FakeBalancer) -> None:
    """Attaching registers all instances anew after the delay; what drained meanwhile goes on draining until then."""
    blue, instances = serving(stack, clock, balancer)
    balancer.in_flight = {f"{each}:8080": 1 for each in instances}
    stack.scaling.detach_load_balancer_target_groups(AutoScalingGroupName="fleet", TargetGroupARNs=[blue])
    stack.scaling.attach_load_balancer_target_groups(AutoScalingGroupName="fleet", TargetGroupARNs=[blue])
    clock.pass_seconds(0.9)
    assert balancer.targets(blue) == []
    assert set(stack.health(blue).values()) == {DRAINING}
    clock.pass_seconds(0.2)
    assert {each["id"] for each in balancer.targets(blue)} == set(instances)
    assert list(stack.health(blue).values()) == [("initial", "Elb.RegistrationInProgress")] * 2


def test_an_instance_detached_before_its_registration_never_registers(
    stack: Stack, clock: Clock, balancer: FakeBalancer, supervisor: FakeSupervisor
) -> None:
    """Launched before the detachment or after it, at a scaling or in the place of another one: none shows up."""
    blue = stack.target_group()
    stack.listener(stack.load_balancer(), {blue: 1})
    stack.group(stack.template(), blue)
    clock.pass_seconds(0.5)
    stack.scaling.detach_load_balancer_target_groups(AutoScalingGroupName="fleet", TargetGroupARNs=[blue])
    assert stack.health(blue) == {}
    stack.scaling.set_desired_capacity(AutoScalingGroupName="fleet", DesiredCapacity=3)
    stack.ec2.terminate_instances(InstanceIds=stack.instances()[:1])
    clock.pass_seconds(60)
    assert len(stack.instances()) == 3
    assert balancer.targets(blue) == []
    assert stack.health(blue) == {}
    assert len(supervisor.launched) == 4


def test_a_detached_group_leaves_another_one_s_instances(stack: Stack, clock: Clock, balancer: FakeBalancer) -> None:
    """Two auto scaling groups can share a target group, as old and new fleet do in a release."""
    blue, instances = serving(stack, clock, balancer)
    template = stack.ec2.describe_launch_templates()["LaunchTemplates"][0].get("LaunchTemplateId", "")
    stack.scaling.create_auto_scaling_group(
        AutoScalingGroupName="new",
        MinSize=1,
        MaxSize=1,
        VPCZoneIdentifier=stack.network()[1][0],
        LaunchTemplate={"LaunchTemplateId": template, "Version": "1"},
        TargetGroupARNs=[blue],
    )
    stack.scaling.detach_load_balancer_target_groups(AutoScalingGroupName="new", TargetGroupARNs=[blue])
    clock.pass_seconds(60)
    assert {each["id"] for each in balancer.targets(blue)} == set(instances)


def test_a_detached_instance_leaves_the_target_group_and_lives_on(
    stack: Stack, clock: Clock, balancer: FakeBalancer, supervisor: FakeSupervisor
) -> None:
    """Detaching one instance takes it out of traffic only."""
    blue, (first, _) = serving(stack, clock, balancer)
    stack.scaling.detach_instances(
        AutoScalingGroupName="fleet", InstanceIds=[first], ShouldDecrementDesiredCapacity=True
    )
    for _ in range(3):
        balancer.exchange()
    assert first not in stack.health(blue)
    assert supervisor.terminated == []


def test_instances_are_told_with_their_group_and_state(
    stack: Stack, clock: Clock, balancer: FakeBalancer, endpoint: str
) -> None:
    """The control API says who launched an instance, and that it drains."""
    _, (oldest, kept) = serving(stack, clock, balancer)
    stack.scaling.set_desired_capacity(AutoScalingGroupName="fleet", DesiredCapacity=1)
    told = {each["id"]: each for each in ask(endpoint, "instances")["instances"]}
    assert (told[oldest]["state"], told[kept]["state"]) == ("draining", "running")
    assert (told[kept]["group"], told[kept]["image"]) == ("fleet", "ami-12345678")
