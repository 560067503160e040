"""Load balancers, target groups and listeners answer as AWS's do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.unit.local.cloud.fakes import ask
from tests.unit.local.cloud.stack import forward

if TYPE_CHECKING:
    from tests.unit.local.cloud.fakes import FakeBalancer
    from tests.unit.local.cloud.stack import Stack


def test_a_load_balancer_answers_on_this_machine_at_once(stack: Stack) -> None:
    """Its DNS name can be opened here, and nobody waits for it to become active."""
    made = stack.elb.create_load_balancer(Name="main", Subnets=stack.network()[1])["LoadBalancers"][0]
    assert (made.get("DNSName"), made.get("State", {}).get("Code")) == ("127.0.0.1", "active")


def test_a_target_group_follows_the_listeners(stack: Stack) -> None:
    """LoadBalancerArns is true after ModifyListener, rules and deletion, too."""
    blue, green, balancer = stack.target_group("blue"), stack.target_group("green"), stack.load_balancer()
    listener = stack.listener(balancer, {blue: 1})

    def used(group: str) -> list[str]:
        return stack.elb.describe_target_groups(TargetGroupArns=[group])["TargetGroups"][0].get("LoadBalancerArns", [])

    assert (used(blue), used(green)) == ([balancer], [])
    stack.elb.modify_listener(ListenerArn=listener, DefaultActions=[forward({green: 1})])
    assert (used(blue), used(green)) == ([], [balancer])
    stack.elb.delete_listener(ListenerArn=listener)
    assert used(green) == []


def test_attributes_have_their_defaults(stack: Stack) -> None:
    """What nobody set reads as AWS documents it."""
    described = stack.elb.describe_load_balancer_attributes(LoadBalancerArn=stack.load_balancer())
    attributes = {each.get("Key"): each.get("Value") for each in described["Attributes"]}
    assert attributes["idle_timeout.timeout_seconds"] == "60"
    assert attributes["routing.http.desync_mitigation_mode"] == "defensive"
    group = stack.elb.describe_target_group_attributes(TargetGroupArn=stack.target_group())["Attributes"]
    assert {"Key": "deregistration_delay.timeout_seconds", "Value": "300"} in group


def test_the_longest_deregistration_delay_is_taken(stack: Stack) -> None:
    """3600 seconds is within the documented range."""
    group = stack.target_group()
    longest: Any = {"Key": "deregistration_delay.timeout_seconds", "Value": "3600"}
    stack.elb.modify_target_group_attributes(TargetGroupArn=group, Attributes=[longest])
    assert longest in stack.elb.describe_target_group_attributes(TargetGroupArn=group)["Attributes"]


def test_stickiness_written_out_comes_back_as_written(stack: Stack) -> None:
    """Disabled with a duration is no difference after a refresh."""
    blue, green = stack.target_group("blue"), stack.target_group("green")
    action = forward({blue: 100, green: 0}, Enabled=False, DurationSeconds=3600)
    made = stack.elb.create_listener(
        LoadBalancerArn=stack.load_balancer(), Protocol="HTTP", Port=80, DefaultActions=[action]
    )
    arn = made["Listeners"][0].get("ListenerArn", "")
    assert stack.elb.describe_listeners(ListenerArns=[arn])["Listeners"][0].get("DefaultActions") == [action]


def test_a_single_target_group_reads_both_ways(stack: Stack) -> None:
    """AWS answers TargetGroupArn and ForwardConfig, whichever was given."""
    blue = stack.target_group()
    made = stack.elb.create_listener(
        LoadBalancerArn=stack.load_balancer(),
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": blue}],
    )
    (action,) = made["Listeners"][0].get("DefaultActions", [])
    assert action.get("TargetGroupArn") == blue
    assert action.get("ForwardConfig", {}).get("TargetGroups") == [{"TargetGroupArn": blue, "Weight": 1}]


def test_the_balancer_is_told_everything(stack: Stack, balancer: FakeBalancer) -> None:
    """One exchange carries listeners with rules, load balancers and target groups."""
    blue, green, main = stack.target_group("blue"), stack.target_group("green"), stack.load_balancer()
    listener = stack.listener(main, {blue: 100, green: 0})
    header: Any = {"HttpHeaderName": "x-bluegreen", "Values": ["green"]}
    stack.elb.create_rule(
        ListenerArn=listener,
        Priority=7,
        Conditions=[{"Field": "http-header", "HttpHeaderConfig": header}],
        Actions=[forward({green: 1})],
    )
    told = balancer.exchange()
    assert told["settings"] == {
        "listener_delay": 0.5,
        "registration_delay": 1.0,
        "check_pace": 1.0,
        "metric_period": 60,
    }
    (wanted,) = told["listeners"]
    assert (wanted["arn"], wanted["port"], wanted["load_balancer_arn"]) == (listener, 80, main)
    weights = [each["Weight"] for each in wanted["default_actions"][0]["ForwardConfig"]["TargetGroups"]]
    assert weights == [100, 0]
    (rule,) = wanted["rules"]
    assert (rule["priority"], rule["conditions"][0]["HttpHeaderConfig"]) == ("7", header)
    assert told["load_balancers"][0]["attributes"]["idle_timeout.timeout_seconds"] == "60"
    groups = {each["arn"]: each for each in told["target_groups"]}
    assert set(groups) == {blue, green}
    check = {"path": "/", "interval": 30, "timeout": 5, "healthy_threshold": 5, "unhealthy_threshold": 2}
    assert check.items() <= groups[blue]["health_check"].items()


def test_the_edge_is_where_the_balancer_listens(stack: Stack, balancer: FakeBalancer, endpoint: str) -> None:
    """A listener has an address once the balancer has bound a port for it."""
    group = stack.target_group()
    listener = stack.listener(stack.load_balancer(), {group: 1})
    assert ask(endpoint, "edge") == {"listeners": []}
    balancer.bound = {listener: 4080}
    balancer.exchange()
    (edge,) = ask(endpoint, "edge")["listeners"]
    assert (edge["arn"], edge["port"], edge["address"]) == (listener, 80, "http://127.0.0.1:4080")
    assert edge["weights"] == {group: 1}
