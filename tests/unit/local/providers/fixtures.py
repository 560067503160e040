"""Things on the local AWS that tests start from, and a record of what is written to it."""

from __future__ import annotations

import base64
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from local.providers.call import Call

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.unit.local.providers.engine import Engine, Resource

READS = ("Describe", "Get", "List")
SERVICES = ("autoscaling", "ec2", "elbv2", "iam", "logs", "ssm", "sts")
TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
    '"Principal":{"Service":"ec2.amazonaws.com"}}]}'
)
ALLOW = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ssm:GetParameter"],"Resource":"*"}]}'


class Calls:
    """Every action that the provider's clients are told, in order."""

    def __init__(self) -> None:
        """Start with none."""
        self.actions: list[str] = []

    @property
    def writes(self) -> list[str]:
        """Those that change something."""
        return [action for action in self.actions if not action.startswith(READS)]

    @contextmanager
    def listening(self, aws: Any) -> Generator[Calls]:
        """Note what the clients that AWS hands out, which are the provider's own, are told meanwhile."""
        for service in SERVICES:
            aws(service).meta.events.register("before-call", self._note)
        yield self
        for service in SERVICES:
            aws(service).meta.events.unregister("before-call", self._note)

    def _note(self, model: Any, **_: Any) -> None:
        self.actions.append(model.name)


class World:
    """Makes what a resource needs beside it, each once."""

    def __init__(self, engine: Engine) -> None:
        """Start empty."""
        self.engine = engine
        self._made: dict[str, Resource] = {}

    def __getitem__(self, name: str) -> Resource:
        """Return the thing called NAME, made now or before."""
        if name not in self._made:
            token, inputs = self.recipe(name)
            self._made[name] = self.engine.create(token, name, **inputs)
        return self._made[name]

    def recipe(self, name: str) -> tuple[str, dict[str, Any]]:
        """Return the type and the inputs of the thing called NAME."""
        recipes: dict[str, Any] = {
            "vpc": lambda: ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16", "tags": {"Name": "main"}}),
            "gateway": lambda: ("aws:ec2/internetGateway:InternetGateway", {"vpcId": self["vpc"].id}),
            "subnet-a": lambda: self._subnet(0),
            "subnet-b": lambda: self._subnet(1),
            "subnet-c": lambda: self._subnet(2),
            "table": lambda: ("aws:ec2/routeTable:RouteTable", {"vpcId": self["vpc"].id}),
            "table-2": lambda: ("aws:ec2/routeTable:RouteTable", {"vpcId": self["vpc"].id}),
            "route": lambda: ("aws:ec2/route:Route", self._route()),
            "association": lambda: ("aws:ec2/routeTableAssociation:RouteTableAssociation", self._association()),
            "eip": lambda: ("aws:ec2/eip:Eip", {"domain": "vpc"}),
            "nat": lambda: ("aws:ec2/natGateway:NatGateway", self._nat()),
            "firewall": lambda: ("aws:ec2/securityGroup:SecurityGroup", {"vpcId": self["vpc"].id}),
            "ingress": lambda: (
                "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
                {**self._rule(), "fromPort": 80, "toPort": 80, "ipProtocol": "tcp"},
            ),
            "egress": lambda: (
                "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
                {**self._rule(), "ipProtocol": "-1"},
            ),
            "balancer": lambda: ("aws:lb/loadBalancer:LoadBalancer", self._balancer()),
            "blue": lambda: ("aws:lb/targetGroup:TargetGroup", self._group()),
            "green": lambda: ("aws:lb/targetGroup:TargetGroup", self._group()),
            "sticky": lambda: (
                "aws:lb/targetGroup:TargetGroup",
                {**self._group(), "stickiness": {"type": "lb_cookie", "enabled": True, "cookieDuration": 60}},
            ),
            "listener": lambda: ("aws:lb/listener:Listener", self._listener()),
            "rule": lambda: ("aws:lb/listenerRule:ListenerRule", self._listener_rule()),
            "preview": lambda: (
                "aws:lb/listenerRule:ListenerRule",
                {
                    "listenerArn": self["listener"].id,
                    "priority": 20,
                    "conditions": self.preview("green", "127.0.0.0/8"),
                    "actions": [{"type": "forward", "targetGroupArn": self["green"].id}],
                },
            ),
            "parameter": lambda: (
                "aws:ssm/parameter:Parameter",
                {"name": "/shop/active", "type": "String", "insecureValue": "blue", "description": "who is live"},
            ),
            "secret": lambda: ("aws:ssm/parameter:Parameter", {"type": "SecureString", "value": "s3cret"}),
            "logs": lambda: ("aws:cloudwatch/logGroup:LogGroup", {"name": "/shop/logs", "retentionInDays": 7}),
            "stream": lambda: (
                "aws:cloudwatch/logStream:LogStream",
                {"name": "main", "logGroupName": self["logs"].shown["name"]},
            ),
            "role": lambda: ("aws:iam/role:Role", {"assumeRolePolicy": TRUST, "description": "instances"}),
            "policy": lambda: ("aws:iam/rolePolicy:RolePolicy", {"role": self["role"].id, "policy": ALLOW}),
            "attachment": lambda: (
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                {"role": self["role"].id, "policyArn": self._managed_policy()},
            ),
            "github": lambda: (
                "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
                {"url": "https://tokens.example", "clientIdLists": ["sts.amazonaws.com"]},
            ),
            "profile": lambda: ("aws:iam/instanceProfile:InstanceProfile", {"role": self["role"].id}),
            "template": lambda: ("aws:ec2/launchTemplate:LaunchTemplate", self._template()),
            "fleet": lambda: ("aws:autoscaling/group:Group", self._fleet()),
        }
        return recipes[name]()

    def _managed_policy(self) -> str:
        iam = Call("us-east-1").client("iam")
        found = iam.list_policies(Scope="Local")["Policies"]
        return found[0]["Arn"] if found else iam.create_policy(PolicyName="p", PolicyDocument=ALLOW)["Policy"]["Arn"]

    def _subnet(self, index: int) -> tuple[str, dict[str, Any]]:
        zone = f"us-east-1{'abc'[index]}"
        inputs = {"vpcId": self["vpc"].id, "cidrBlock": f"10.0.{index}.0/24", "availabilityZone": zone}
        return "aws:ec2/subnet:Subnet", {**inputs, "mapPublicIpOnLaunch": True}

    def _route(self) -> dict[str, Any]:
        table, gateway = self["table"].id, self["gateway"].id
        return {"routeTableId": table, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": gateway}

    def _association(self) -> dict[str, Any]:
        return {"subnetId": self["subnet-a"].id, "routeTableId": self["table"].id}

    def _nat(self) -> dict[str, Any]:
        return {"allocationId": self["eip"].id, "subnetId": self["subnet-a"].id}

    def _rule(self) -> dict[str, Any]:
        return {"securityGroupId": self["firewall"].id, "cidrIpv4": "10.0.0.0/8", "description": "clients"}

    def _balancer(self) -> dict[str, Any]:
        subnets = [self["subnet-b"].id, self["subnet-a"].id]
        return {
            "subnets": subnets,
            "securityGroups": [self["firewall"].id],
            "dropInvalidHeaderFields": True,
            "idleTimeout": 55,
        }

    def _group(self) -> dict[str, Any]:
        return {
            "port": 8080,
            "protocol": "HTTP",
            "vpcId": self["vpc"].id,
            "deregistrationDelay": 30,
            "healthCheck": {"path": "/health", "interval": 5, "timeout": 2, "matcher": "200"},
        }

    def weighted(self, blue: int, green: int) -> list[dict[str, Any]]:
        """Return default actions with these weights."""
        targets = [{"arn": self["blue"].id, "weight": blue}, {"arn": self["green"].id, "weight": green}]
        stickiness = {"enabled": False, "duration": 3600}
        return [{"type": "forward", "forward": {"targetGroups": targets, "stickiness": stickiness}}]

    def preview(self, color: str, *networks: str) -> list[dict[str, Any]]:
        """Return the conditions of a rule that leads to COLOR whoever names it and comes from NETWORKS."""
        sources = ["192.168.0.0/16", *networks, "172.16.0.0/12"]
        return [
            {"httpHeader": {"httpHeaderName": "x-bluegreen", "values": [color]}},
            {"sourceIp": {"values": sources}},
        ]

    def _listener(self) -> dict[str, Any]:
        return {
            "loadBalancerArn": self["balancer"].id,
            "port": 80,
            "protocol": "HTTP",
            "defaultActions": self.weighted(100, 0),
        }

    def _listener_rule(self) -> dict[str, Any]:
        return {
            "listenerArn": self["listener"].id,
            "priority": 10,
            "conditions": [
                {"httpHeader": {"httpHeaderName": "x-bluegreen", "values": ["green"]}},
                {"pathPattern": {"values": ["/b", "/a"]}},
            ],
            "actions": self.weighted(0, 1),
        }

    def _template(self) -> dict[str, Any]:
        return {
            "imageId": "ami-12345678",
            "instanceType": "t3.micro",
            "userData": base64.b64encode(b"#!/bin/sh\n").decode(),
            "metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 1},
            "blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"encrypted": "true", "volumeSize": 8}}],
            "networkInterfaces": [{"deviceIndex": 0, "associatePublicIpAddress": "false"}],
            "tagSpecifications": [{"resourceType": "instance", "tags": {"color": "green"}}],
            "updateDefaultVersion": True,
        }

    def _fleet(self) -> dict[str, Any]:
        template = {"id": self["template"].id, "version": "1"}
        tags = [("color", "green"), ("a", "b")]
        return {
            "minSize": 1,
            "maxSize": 4,
            "vpcZoneIdentifiers": [self["subnet-b"].id, self["subnet-a"].id],
            "targetGroupArns": [self["green"].id],
            "healthCheckType": "ELB",
            "launchTemplate": template,
            "defaultInstanceWarmup": 30,
            "waitForCapacityTimeout": "0",
            "tags": [{"key": key, "value": value, "propagateAtLaunch": True} for key, value in tags],
        }


EVERY_KIND = (
    "vpc",
    "gateway",
    "subnet-a",
    "table",
    "route",
    "association",
    "eip",
    "nat",
    "firewall",
    "ingress",
    "egress",
    "balancer",
    "blue",
    "sticky",
    "listener",
    "rule",
    "preview",
    "parameter",
    "secret",
    "logs",
    "stream",
    "role",
    "policy",
    "attachment",
    "github",
    "profile",
    "template",
    "fleet",
)
