"""aws:lb/loadBalancer:LoadBalancer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.aws.attributes import Attribute, by_key, changed, initial
from local.providers.aws.elb_tags import suffix, tags_of
from local.providers.property import flag, mapping, number, text, texts
from local.providers.resource import AutoName, Change, ResourceType, given, tag_list

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties, Value

# Source of keys and defaults: API reference, LoadBalancerAttribute.
_ATTRIBUTES = (
    Attribute("clientKeepAlive", "client_keep_alive.seconds", "number", 3600),
    Attribute("desyncMitigationMode", "routing.http.desync_mitigation_mode", "text", "defensive"),
    Attribute("dropInvalidHeaderFields", "routing.http.drop_invalid_header_fields.enabled", "flag", False),
    Attribute("enableDeletionProtection", "deletion_protection.enabled", "flag", False),
    Attribute("enableHttp2", "routing.http2.enabled", "flag", True),
    Attribute("idleTimeout", "idle_timeout.timeout_seconds", "number", 60),
    Attribute("preserveHostHeader", "routing.http.preserve_host_header.enabled", "flag", False),
    Attribute("xffHeaderProcessingMode", "routing.http.xff_header_processing.mode", "text", "append"),
)


class LoadBalancer(ResourceType):
    """An application load balancer."""

    token = "aws:lb/loadBalancer:LoadBalancer"  # noqa: S105 - a type token
    title = "load balancer"
    properties: ClassVar = {
        "name": text(replaces=True),
        "loadBalancerType": text(default="application", replaces=True),
        "internal": flag(computed=True, replaces=True),
        "subnets": texts(computed=True),
        "securityGroups": texts(computed=True),
        "clientKeepAlive": number(default=3600),
        "desyncMitigationMode": text(default="defensive"),
        "dropInvalidHeaderFields": flag(default=False),
        "enableDeletionProtection": flag(default=False),
        "enableHttp2": flag(default=True),
        "enableTlsVersionAndCipherSuiteHeaders": flag(default=False, local=True),
        "enableWafFailOpen": flag(default=False, local=True),
        "enableXffClientPort": flag(default=False, local=True),
        "enableZonalShift": flag(default=False, local=True),
        "idleTimeout": number(default=60),
        "preserveHostHeader": flag(default=False),
        "xffHeaderProcessingMode": text(default="append"),
        "tags": mapping(),
    }
    outputs = frozenset({"arn", "arnSuffix", "dnsName", "ipAddressType", "subnetMappings", "vpcId", "zoneId"})
    defaults_out: ClassVar = {
        "accessLogs": {"bucket": "", "enabled": False, "prefix": ""},
        "connectionLogs": {"bucket": "", "enabled": False, "prefix": ""},
        "customerOwnedIpv4Pool": "",
        "enableCrossZoneLoadBalancing": False,
        "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "",
        "namePrefix": "",
    }
    name = AutoName(maximum=32)
    missing = frozenset({"LoadBalancerNotFound"})
    busy = frozenset({"ResourceInUse"})
    tagger = tagging.elbv2

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the load balancer."""
        kind: Value = inputs["loadBalancerType"]
        made = call.client("elbv2").create_load_balancer(
            Name=inputs["name"],
            Type=kind,
            Scheme="internal" if inputs.get("internal") else "internet-facing",
            **given(inputs, Subnets="subnets", SecurityGroups="securityGroups"),
            **({"Tags": tag_list(inputs["tagsAll"])} if inputs.get("tagsAll") else {}),
        )
        return made["LoadBalancers"][0].get("LoadBalancerArn", "")

    def settle(self, call: Call, resource_id: str, inputs: Properties) -> None:
        """Wait until it is active, then write its attributes in one call."""

        def active() -> bool:
            found = call.client("elbv2").describe_load_balancers(LoadBalancerArns=[resource_id])["LoadBalancers"]
            return found[0].get("State", {}).get("Code") == "active"

        call.until(active, "the load balancer to be active")
        wanted = initial(_ATTRIBUTES, inputs)
        if wanted:
            call.client("elbv2").modify_load_balancer_attributes(LoadBalancerArn=resource_id, Attributes=wanted)

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the load balancer, its attributes and tags."""
        del known
        client = call.client("elbv2")
        found = client.describe_load_balancers(LoadBalancerArns=[resource_id])["LoadBalancers"]
        if not found:
            return None
        balancer: Value = found[0]
        answer = client.describe_load_balancer_attributes(LoadBalancerArn=resource_id)
        attributes = by_key(answer["Attributes"])
        subnets = sorted(zone["SubnetId"] for zone in balancer["AvailabilityZones"])
        return {
            "arn": resource_id,
            "arnSuffix": suffix(resource_id),
            "dnsName": balancer.get("DNSName"),
            "internal": balancer.get("Scheme") == "internal",
            "ipAddressType": balancer.get("IpAddressType", "ipv4"),
            "loadBalancerType": balancer.get("Type"),
            "name": balancer.get("LoadBalancerName"),
            "securityGroups": balancer.get("SecurityGroups", []),
            "subnetMappings": [_mapping(subnet) for subnet in subnets],
            "subnets": subnets,
            "vpcId": balancer.get("VpcId"),
            "zoneId": balancer.get("CanonicalHostedZoneId"),
            "tagsAll": tags_of(call, resource_id),
            **{attribute.name: attribute.read(attributes) for attribute in _ATTRIBUTES},
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Write subnets, security groups and attributes: one call each, only where they changed."""
        client = call.client("elbv2")
        if "securityGroups" in change:
            client.set_security_groups(LoadBalancerArn=resource_id, SecurityGroups=change.new["securityGroups"])
        if "subnets" in change:
            client.set_subnets(LoadBalancerArn=resource_id, Subnets=change.new["subnets"])
        wanted = changed(_ATTRIBUTES, change)
        if wanted:
            client.modify_load_balancer_attributes(LoadBalancerArn=resource_id, Attributes=wanted)

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the load balancer; AWS takes its listeners along."""
        del known
        call.client("elbv2").delete_load_balancer(LoadBalancerArn=resource_id)


def _mapping(subnet: str) -> Properties:
    return {"allocationId": "", "ipv6Address": "", "outpostId": "", "privateIpv4Address": "", "subnetId": subnet}
