"""An update writes what changed, with as few calls as the official provider, and settles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from local.providers.values import UNKNOWN
from tests.unit.local.providers.fixtures import ALLOW, TRUST, Calls, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.local.providers.engine import Engine


@dataclass(frozen=True)
class Update:
    """CHANGES of the program for the thing called NAME, the PATHS that a preview shows, and the ACTIONS written."""

    name: str
    changes: Callable[[World], dict[str, Any]]
    paths: list[str]
    actions: list[str]


UPDATES = [
    Update("vpc", lambda _: {"enableDnsHostnames": True}, ["enableDnsHostnames"], ["ModifyVpcAttribute"]),
    Update("subnet-a", lambda _: {"mapPublicIpOnLaunch": False}, ["mapPublicIpOnLaunch"], ["ModifySubnetAttribute"]),
    Update(
        "route",
        lambda w: {"gatewayId": None, "natGatewayId": w["nat"].id},
        ["gatewayId", "natGatewayId"],
        ["ReplaceRoute"],
    ),
    Update(
        "association",
        lambda w: {"routeTableId": w["table-2"].id},
        ["routeTableId"],
        ["ReplaceRouteTableAssociation"],
    ),
    Update("ingress", lambda _: {"toPort": 99}, ["toPort"], ["ModifySecurityGroupRules"]),
    Update(
        "balancer",
        lambda _: {"idleTimeout": 40, "dropInvalidHeaderFields": False},
        ["dropInvalidHeaderFields", "idleTimeout"],
        ["ModifyLoadBalancerAttributes"],
    ),
    Update("balancer", lambda _: {"clientKeepAlive": 60}, ["clientKeepAlive"], ["ModifyLoadBalancerAttributes"]),
    Update("balancer", lambda w: {"subnets": [w["subnet-c"].id, w["subnet-a"].id]}, ["subnets[0]"], ["SetSubnets"]),
    Update("blue", lambda _: {"deregistrationDelay": 9}, ["deregistrationDelay"], ["ModifyTargetGroupAttributes"]),
    Update(
        "blue",
        lambda _: {"healthCheck": {"path": "/x", "interval": 5, "timeout": 2, "matcher": "200"}},
        ["healthCheck.path"],
        ["ModifyTargetGroup"],
    ),
    Update(
        "blue",
        lambda _: {"stickiness": {"type": "lb_cookie", "cookieDuration": 60}},
        ["stickiness.cookieDuration", "stickiness.enabled"],
        ["ModifyTargetGroupAttributes"],
    ),
    Update(
        "sticky",
        lambda _: {"stickiness": {"type": "lb_cookie", "enabled": False}},
        ["stickiness.cookieDuration", "stickiness.enabled"],
        ["ModifyTargetGroupAttributes"],
    ),
    Update(
        "listener",
        lambda w: {"defaultActions": w.weighted(0, 100)},
        [f"defaultActions[0].forward.targetGroups[{index}].weight" for index in (0, 1)],
        ["ModifyListener"],
    ),
    Update("rule", lambda _: {"priority": 20}, ["priority"], ["SetRulePriorities"]),
    Update(
        "rule",
        lambda w: {"actions": w.weighted(1, 0)},
        [f"actions[0].forward.targetGroups[{index}].weight" for index in (0, 1)],
        ["ModifyRule"],
    ),
    Update(
        "preview",
        lambda w: {"conditions": w.preview("green", "10.0.0.0/8")},
        ["conditions[1].sourceIp.values[1]"],
        ["ModifyRule"],
    ),
    Update("parameter", lambda _: {"insecureValue": "green"}, ["insecureValue"], ["PutParameter"]),
    Update("secret", lambda _: {"value": "other"}, ["value"], ["PutParameter"]),
    Update("logs", lambda _: {"retentionInDays": 14}, ["retentionInDays"], ["PutRetentionPolicy"]),
    Update("role", lambda _: {"description": "x"}, ["description"], ["UpdateRole"]),
    Update(
        "role",
        lambda _: {"assumeRolePolicy": TRUST.replace("ec2", "ecs")},
        ["assumeRolePolicy"],
        ["UpdateAssumeRolePolicy"],
    ),
    Update("policy", lambda _: {"policy": ALLOW.replace("Parameter", "*")}, ["policy"], ["PutRolePolicy"]),
    Update(
        "template",
        lambda _: {"instanceType": "t3.small"},
        ["instanceType"],
        ["CreateLaunchTemplateVersion", "ModifyLaunchTemplate"],
    ),
    Update("fleet", lambda _: {"minSize": 2, "maxSize": 5}, ["maxSize", "minSize"], ["UpdateAutoScalingGroup"]),
    Update("fleet", lambda _: {"targetGroupArns": []}, ["targetGroupArns[0]"], ["DetachLoadBalancerTargetGroups"]),
    Update(
        "fleet",
        lambda _: {"tags": [{"key": "color", "value": "blue", "propagateAtLaunch": True}]},
        ["tags[0].value", "tags[1]"],
        ["DeleteTags", "CreateOrUpdateTags"],
    ),
    Update("fleet", lambda _: {"waitForCapacityTimeout": "1m"}, ["waitForCapacityTimeout"], []),
]


@pytest.mark.parametrize("update", UPDATES, ids=lambda update: f"{update.name}-{update.paths[0]}")
def test_an_update_writes_only_what_changed(world: World, engine: Engine, calls: Calls, update: Update) -> None:
    """The preview names the paths, the update makes exactly these calls, and nothing is left to do."""
    resource = world[update.name]
    wanted = update.changes(world)
    answer = engine.diff(resource, **wanted)
    assert (sorted(answer.detailedDiff), list(answer.replaces)) == (update.paths, [])
    calls.actions.clear()
    updated = engine.update(resource, **wanted)
    assert calls.writes == update.actions
    assert engine.paths(updated) == []
    again = engine.refresh(updated)
    assert again is not None
    assert (again.inputs, again.outputs) == (updated.inputs, updated.outputs)


@pytest.mark.parametrize(
    ("name", "changed", "value"),
    [
        ("vpc", "cidrBlock", "10.9.0.0/16"),
        ("subnet-a", "cidrBlock", "10.0.9.0/24"),
        ("table", "vpcId", "vpc-1"),
        ("route", "destinationCidrBlock", "10.9.0.0/16"),
        ("association", "subnetId", "subnet-1"),
        ("nat", "subnetId", "subnet-1"),
        ("firewall", "description", "other"),
        ("ingress", "securityGroupId", "sg-1"),
        ("balancer", "internal", True),
        ("blue", "port", 9090),
        ("blue", "protocol", "HTTPS"),
        ("listener", "loadBalancerArn", "arn"),
        ("rule", "listenerArn", "arn"),
        ("parameter", "name", "/other"),
        ("logs", "name", "/other"),
        ("stream", "name", "other"),
        ("stream", "logGroupName", "/other"),
        ("role", "path", "/x/"),
        ("policy", "role", "other"),
        ("attachment", "policyArn", "arn"),
        ("profile", "path", "/x/"),
        ("template", "name", "other"),
        ("fleet", "name", "other"),
    ],
)
def test_what_aws_can_not_change_is_replaced(world: World, engine: Engine, name: str, changed: str, value: Any) -> None:
    """The official provider replaces for these."""
    assert list(engine.diff(world[name], **{changed: value}).replaces) == [changed]


def test_a_named_thing_is_deleted_before_its_replacement(world: World, engine: Engine) -> None:
    """Two of one name can't exist side by side; of automatic names there are enough."""
    assert not engine.diff(world["blue"], port=1).deleteBeforeReplace
    named = engine.create("aws:lb/targetGroup:TargetGroup", **(world.recipe("blue")[1] | {"name": "fixed"}))
    assert engine.diff(named, port=1).deleteBeforeReplace


def test_a_launch_template_promises_a_new_version(world: World, engine: Engine) -> None:
    """A preview says that the version will change, which a group made from it must know."""
    planned = engine.update(world["template"], preview=True, instanceType="t3.small").outputs
    assert {name for name, value in planned.items() if value is UNKNOWN} == {"latestVersion", "defaultVersion"}
    updated = engine.update(world["template"], instanceType="t3.small").outputs
    assert (updated["latestVersion"], updated["defaultVersion"]) == (2, 2)


def test_a_parameter_counts_its_versions(world: World, engine: Engine) -> None:
    """Each write is a version; a tag is none."""
    assert world["parameter"].outputs["version"] == 1
    assert engine.update(world["parameter"], insecureValue="green").outputs["version"] == 2
    assert engine.update(world["parameter"], tags={"a": "b"}).outputs["version"] == 2


def test_stickiness_that_the_program_leaves_out_is_aws_s_to_say(world: World, engine: Engine, aws: Any) -> None:
    """Taken out of the program, or switched on by hand where it never stood, it is no difference."""
    assert engine.paths(world["sticky"], stickiness=None) == []
    enabled = [{"Key": "stickiness.enabled", "Value": "true"}]
    aws("elbv2").modify_target_group_attributes(TargetGroupArn=world["blue"].id, Attributes=enabled)
    seen = engine.refresh(world["blue"])
    assert seen is not None
    assert seen.shown["stickiness"]["enabled"]
    assert engine.paths(seen) == []


def test_a_new_group_has_only_the_rules_of_the_program(world: World, aws: Any) -> None:
    """AWS' own rule that lets everything out is taken away."""
    found = aws("ec2").describe_security_groups(GroupIds=[world["firewall"].id])["SecurityGroups"][0]
    assert found["IpPermissionsEgress"] == []
