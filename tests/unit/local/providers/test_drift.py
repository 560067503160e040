"""What someone changes behind our back is seen: one table for all resource types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.local.providers.fixtures import ALLOW, TRUST, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.local.providers.engine import Engine

ANYTHING = object()


@dataclass(frozen=True)
class Drift:
    """What someone does to the thing called NAME, and what a refresh then says of the property CHANGED."""

    name: str
    change: Callable[[Any, World], object]
    changed: str
    expected: Any


DRIFTS = [
    Drift(
        "balancer",
        lambda aws, w: aws("elbv2").modify_load_balancer_attributes(
            LoadBalancerArn=w["balancer"].id, Attributes=[{"Key": "client_keep_alive.seconds", "Value": "60"}]
        ),
        "clientKeepAlive",
        60,
    ),
    Drift(
        "sticky",
        lambda aws, w: aws("elbv2").modify_target_group_attributes(
            TargetGroupArn=w["sticky"].id, Attributes=[{"Key": "stickiness.enabled", "Value": "false"}]
        ),
        "stickiness",
        ANYTHING,
    ),
    Drift(
        "preview",
        lambda aws, w: aws("elbv2").modify_rule(
            RuleArn=w["preview"].id,
            Conditions=[{"Field": "source-ip", "SourceIpConfig": {"Values": ["0.0.0.0/0"]}}],
        ),
        "conditions",
        ANYTHING,
    ),
    Drift(
        "vpc",
        lambda aws, w: aws("ec2").modify_vpc_attribute(VpcId=w["vpc"].id, EnableDnsSupport={"Value": False}),
        "enableDnsSupport",
        False,
    ),
    Drift(
        "vpc",
        lambda aws, w: aws("ec2").create_tags(Resources=[w["vpc"].id], Tags=[{"Key": "Name", "Value": "mine"}]),
        "tags",
        {"Name": "mine"},
    ),
    Drift(
        "gateway",
        lambda aws, w: aws("ec2").detach_internet_gateway(InternetGatewayId=w["gateway"].id, VpcId=w["vpc"].id),
        "vpcId",
        "",
    ),
    Drift(
        "subnet-a",
        lambda aws, w: aws("ec2").modify_subnet_attribute(
            SubnetId=w["subnet-a"].id, MapPublicIpOnLaunch={"Value": False}
        ),
        "mapPublicIpOnLaunch",
        False,
    ),
    Drift(
        "association",
        lambda aws, w: aws("ec2").replace_route_table_association(
            AssociationId=w["association"].id, RouteTableId=w["table-2"].id
        ),
        "routeTableId",
        lambda w: w["table-2"].id,
    ),
    Drift(
        "route",
        lambda aws, w: aws("ec2").replace_route(
            RouteTableId=w["table"].id, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=w["nat"].id
        ),
        "gatewayId",
        "",
    ),
    Drift(
        "ingress",
        lambda aws, w: aws("ec2").modify_security_group_rules(
            GroupId=w["firewall"].id,
            SecurityGroupRules=[
                {
                    "SecurityGroupRuleId": w["ingress"].id,
                    "SecurityGroupRule": {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 99, "CidrIpv4": "10.0.0.0/8"},
                }
            ],
        ),
        "toPort",
        99,
    ),
    Drift(
        "balancer",
        lambda aws, w: aws("elbv2").modify_load_balancer_attributes(
            LoadBalancerArn=w["balancer"].id,
            Attributes=[{"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "false"}],
        ),
        "dropInvalidHeaderFields",
        False,
    ),
    Drift(
        "balancer",
        lambda aws, w: aws("elbv2").set_subnets(
            LoadBalancerArn=w["balancer"].id, Subnets=[w["subnet-c"].id, w["subnet-a"].id]
        ),
        "subnets",
        lambda w: [w["subnet-c"].id, w["subnet-a"].id],
    ),
    Drift(
        "blue",
        lambda aws, w: aws("elbv2").modify_target_group(TargetGroupArn=w["blue"].id, HealthCheckPath="/other"),
        "healthCheck",
        {"__defaults": [], "path": "/other", "interval": 5, "timeout": 2, "matcher": "200"},
    ),
    Drift(
        "blue",
        lambda aws, w: aws("elbv2").modify_target_group_attributes(
            TargetGroupArn=w["blue"].id,
            Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "99"}],
        ),
        "deregistrationDelay",
        99,
    ),
    Drift(
        "listener",
        lambda aws, w: aws("elbv2").modify_listener(ListenerArn=w["listener"].id, Port=81),
        "port",
        81,
    ),
    Drift(
        "rule",
        lambda aws, w: aws("elbv2").set_rule_priorities(RulePriorities=[{"RuleArn": w["rule"].id, "Priority": 7}]),
        "priority",
        7,
    ),
    Drift(
        "rule",
        lambda aws, w: aws("elbv2").modify_rule(
            RuleArn=w["rule"].id, Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/c"]}}]
        ),
        "conditions",
        [{"__defaults": [], "pathPattern": {"__defaults": [], "values": ["/c"]}}],
    ),
    Drift(
        "parameter",
        lambda aws, w: aws("ssm").put_parameter(Name=w["parameter"].id, Value="green", Overwrite=True),
        "insecureValue",
        "green",
    ),
    Drift(
        "secret",
        lambda aws, w: aws("ssm").put_parameter(Name=w["secret"].id, Value="leaked", Overwrite=True),
        "value",
        "leaked",
    ),
    Drift(
        "logs",
        lambda aws, w: aws("logs").delete_retention_policy(logGroupName=w["logs"].id),
        "retentionInDays",
        0,
    ),
    Drift(
        "role",
        lambda aws, w: aws("iam").update_assume_role_policy(
            RoleName=w["role"].id, PolicyDocument=TRUST.replace("ec2", "ecs-tasks")
        ),
        "assumeRolePolicy",
        ANYTHING,
    ),
    Drift(
        "policy",
        lambda aws, w: aws("iam").put_role_policy(
            RoleName=w["role"].id,
            PolicyName=w["policy"].inputs["name"],
            PolicyDocument=ALLOW.replace("ssm:GetParameter", "*"),
        ),
        "policy",
        ANYTHING,
    ),
    Drift(
        "profile",
        lambda aws, w: aws("iam").remove_role_from_instance_profile(
            InstanceProfileName=w["profile"].id, RoleName=w["role"].id
        ),
        "role",
        "",
    ),
    Drift(
        "template",
        lambda aws, w: aws("ec2").create_launch_template_version(
            LaunchTemplateId=w["template"].id, SourceVersion="1", LaunchTemplateData={"InstanceType": "t3.large"}
        ),
        "instanceType",
        "t3.large",
    ),
    Drift(
        "fleet",
        lambda aws, w: aws("autoscaling").update_auto_scaling_group(AutoScalingGroupName=w["fleet"].id, MaxSize=9),
        "maxSize",
        9,
    ),
    Drift(
        "fleet",
        lambda aws, w: aws("autoscaling").detach_load_balancer_target_groups(
            AutoScalingGroupName=w["fleet"].id, TargetGroupARNs=[w["green"].id]
        ),
        "targetGroupArns",
        [],
    ),
    Drift(
        "fleet",
        lambda aws, w: aws("autoscaling").delete_tags(
            Tags=[{"ResourceId": w["fleet"].id, "ResourceType": "auto-scaling-group", "Key": "a"}]
        ),
        "tags",
        [{"__defaults": [], "key": "color", "value": "green", "propagateAtLaunch": True}],
    ),
    Drift(
        "fleet",
        lambda aws, w: aws("autoscaling").update_auto_scaling_group(
            AutoScalingGroupName=w["fleet"].id, VPCZoneIdentifier=w["subnet-a"].id
        ),
        "vpcZoneIdentifiers",
        lambda w: [w["subnet-a"].id],
    ),
]


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: f"{drift.name}-{drift.changed}")
def test_a_change_behind_our_back_is_seen(world: World, engine: Engine, aws: Any, drift: Drift) -> None:
    """A refresh returns the changed input, a preview after it wants it back, and an update brings it back."""
    resource = world[drift.name]
    before = resource.inputs[drift.changed]
    drift.change(aws, world)
    refreshed = engine.refresh(resource)
    assert refreshed is not None
    found = refreshed.inputs.get(drift.changed)
    assert found != before
    if drift.expected is not ANYTHING:
        assert found == (drift.expected(world) if callable(drift.expected) else drift.expected)
    assert any(path.startswith(drift.changed) for path in engine.paths(refreshed))
    again = engine.refresh(engine.update(refreshed))
    assert again is not None
    assert again.inputs == resource.inputs


GONE: list[tuple[str, Callable[[Any, World], object]]] = [
    ("route", lambda aws, w: aws("ec2").delete_route(RouteTableId=w["table"].id, DestinationCidrBlock="0.0.0.0/0")),
    ("association", lambda aws, w: aws("ec2").disassociate_route_table(AssociationId=w["association"].id)),
    ("nat", lambda aws, w: aws("ec2").delete_nat_gateway(NatGatewayId=w["nat"].id)),
    ("listener", lambda aws, w: aws("elbv2").delete_listener(ListenerArn=w["listener"].id)),
    ("listener", lambda aws, w: aws("elbv2").delete_load_balancer(LoadBalancerArn=w["balancer"].id)),
    ("parameter", lambda aws, w: aws("ssm").delete_parameter(Name=w["parameter"].id)),
    (
        "attachment",
        lambda aws, w: aws("iam").detach_role_policy(
            RoleName=w["role"].id, PolicyArn=w["attachment"].inputs["policyArn"]
        ),
    ),
    (
        "fleet",
        lambda aws, w: aws("autoscaling").delete_auto_scaling_group(
            AutoScalingGroupName=w["fleet"].id, ForceDelete=True
        ),
    ),
    ("stream", lambda aws, w: aws("logs").delete_log_group(logGroupName=w["logs"].id)),
    ("template", lambda aws, w: aws("ec2").delete_launch_template(LaunchTemplateId=w["template"].id)),
]


@pytest.mark.parametrize(("name", "remove"), GONE, ids=lambda it: it if isinstance(it, str) else "")
def test_what_was_deleted_behind_our_back_is_gone(
    world: World, engine: Engine, aws: Any, name: str, remove: Any
) -> None:
    """A refresh of a missing resource has no id, so that the engine makes it again."""
    resource = world[name]
    remove(aws, world)
    assert engine.refresh(resource) is None
