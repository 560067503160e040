"""aws:lb/targetGroup:TargetGroup."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.aws import target_stickiness
from local.providers.aws.attributes import Attribute, by_key, changed, initial
from local.providers.aws.elb_tags import suffix, tags_of
from local.providers.property import block, flag, mapping, number, text
from local.providers.resource import AutoName, Change, ResourceType, given, tag_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.providers.call import Call
    from local.providers.values import Properties, Value

# Source of keys and defaults: API reference, TargetGroupAttribute.
_ATTRIBUTES = (
    Attribute("deregistrationDelay", "deregistration_delay.timeout_seconds", "number", 300),
    Attribute("loadBalancingAlgorithmType", "load_balancing.algorithm.type", "text", "round_robin"),
    Attribute("slowStart", "slow_start.duration_seconds", "number", 0),
)

_CHECK = {
    "HealthCheckEnabled": "enabled",
    "HealthCheckPath": "path",
    "HealthCheckPort": "port",
    "HealthCheckProtocol": "protocol",
    "HealthCheckIntervalSeconds": "interval",
    "HealthCheckTimeoutSeconds": "timeout",
    "HealthyThresholdCount": "healthyThreshold",
    "UnhealthyThresholdCount": "unhealthyThreshold",
}


class TargetGroup(ResourceType):
    """What a listener forwards to."""

    token = "aws:lb/targetGroup:TargetGroup"  # noqa: S105 - a type token
    title = "target group"
    properties: ClassVar = {
        "name": text(replaces=True),
        "port": number(replaces=True),
        "protocol": text(replaces=True),
        "protocolVersion": text(computed=True, replaces=True),
        "vpcId": text(replaces=True),
        "targetType": text(default="instance", replaces=True),
        "deregistrationDelay": number(default=300),
        "lambdaMultiValueHeadersEnabled": flag(default=False, local=True),
        "loadBalancingAlgorithmType": text(computed=True),
        "proxyProtocolV2": flag(default=False, local=True),
        "slowStart": number(default=0),
        "healthCheck": block(
            {
                "enabled": flag(default=True),
                "path": text(computed=True),
                "port": text(default="traffic-port"),
                "protocol": text(default="HTTP"),
                "interval": number(default=30),
                "timeout": number(computed=True),
                "healthyThreshold": number(computed=True),
                "unhealthyThreshold": number(computed=True),
                "matcher": text(computed=True),
            },
            computed=True,
        ),
        "stickiness": target_stickiness.STICKINESS,
        "tags": mapping(),
    }
    outputs = frozenset({"arn", "arnSuffix", "ipAddressType", "loadBalancerArns", "loadBalancingCrossZoneEnabled"})
    defaults_out: ClassVar = {
        "namePrefix": "",
        "targetFailovers": [{}],
        "targetGroupHealth": {"dnsFailover": {}, "unhealthyStateRouting": {}},
        "targetHealthStates": [{}],
    }
    name = AutoName(maximum=32)
    missing = frozenset({"TargetGroupNotFound"})
    busy = frozenset({"ResourceInUse"})
    minutes = 2.0
    tagger = tagging.elbv2

    def validate(self, inputs: Properties) -> Iterable[tuple[str, str]]:
        """Check the stickiness."""
        return target_stickiness.problems(inputs.get("stickiness"))

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the target group with its health check."""
        made = call.client("elbv2").create_target_group(
            Name=inputs["name"],
            TargetType=inputs["targetType"],
            **given(inputs, Port="port", Protocol="protocol", ProtocolVersion="protocolVersion", VpcId="vpcId"),
            **_health_check(inputs),
            **({"Tags": tag_list(inputs["tagsAll"])} if inputs.get("tagsAll") else {}),
        )
        return made["TargetGroups"][0].get("TargetGroupArn", "")

    def settle(self, call: Call, resource_id: str, inputs: Properties) -> None:
        """Write the attributes in one call."""
        self._write(
            call, resource_id, initial(_ATTRIBUTES, inputs) + target_stickiness.written(inputs.get("stickiness") or {})
        )

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the target group, its attributes and tags."""
        del known
        client = call.client("elbv2")
        found = client.describe_target_groups(TargetGroupArns=[resource_id])["TargetGroups"]
        if not found:
            return None
        group: Value = found[0]
        attributes = by_key(client.describe_target_group_attributes(TargetGroupArn=resource_id)["Attributes"])
        return {
            "arn": resource_id,
            "arnSuffix": suffix(resource_id),
            "healthCheck": {
                **{ours: group[aws] for aws, ours in _CHECK.items() if aws in group},
                "matcher": group.get("Matcher", {}).get("HttpCode"),
            },
            "ipAddressType": group.get("IpAddressType", "ipv4"),
            "loadBalancerArns": sorted(set(group.get("LoadBalancerArns", []))),
            "loadBalancingCrossZoneEnabled": attributes.get(
                "load_balancing.cross_zone.enabled", "use_load_balancer_configuration"
            ),
            "name": group.get("TargetGroupName"),
            "port": group.get("Port"),
            "protocol": group.get("Protocol"),
            "protocolVersion": group.get("ProtocolVersion"),
            "stickiness": target_stickiness.told(attributes),
            "targetType": group.get("TargetType"),
            "vpcId": group.get("VpcId"),
            "tagsAll": tags_of(call, resource_id),
            **{attribute.name: attribute.read(attributes) for attribute in _ATTRIBUTES},
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Write the health check and the attributes: one call each, only where they changed."""
        if "healthCheck" in change:
            call.client("elbv2").modify_target_group(TargetGroupArn=resource_id, **_health_check(change.new))
        sticky = target_stickiness.written(change.new.get("stickiness") or {}) if "stickiness" in change else []
        self._write(call, resource_id, changed(_ATTRIBUTES, change) + sticky)

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the target group; AWS refuses while a listener or rule names it."""
        del known
        call.client("elbv2").delete_target_group(TargetGroupArn=resource_id)

    def _write(self, call: Call, resource_id: str, attributes: Value) -> None:
        if attributes:
            call.client("elbv2").modify_target_group_attributes(TargetGroupArn=resource_id, Attributes=attributes)


def _health_check(inputs: Properties) -> Value:
    check: Properties = inputs.get("healthCheck") or {}
    parameters = given(check, **_CHECK)
    if check.get("matcher"):
        parameters["Matcher"] = {"HttpCode": check["matcher"]}
    return parameters
