"""The whole program against the policy pack: as it is, and broken on purpose, rule by rule."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi_aws as aws
import pytest

from policy.rules import RULES
from policy.rules.resource import Resource
from policy.rules.tags import UNTAGGED
from tests.unit.policy.graphs import STACKS, broken, problems, stack

if TYPE_CHECKING:
    from collections.abc import Callable

LISTENER = "aws:lb/listener:Listener"
RULE = "aws:lb/listenerRule:ListenerRule"
GROUP = "aws:lb/targetGroup:TargetGroup"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
SUBNET = "aws:ec2/subnet:Subnet"
FLEET = "aws:autoscaling/group:Group"
PARAMETER = "aws:ssm/parameter:Parameter"


@pytest.mark.parametrize("role", STACKS)
def test_the_program_complies(role: str) -> None:
    """No rule finds anything in any of the three stacks."""
    assert problems(stack(role)) == {}


def _forward(properties: dict[str, Any]) -> dict[str, Any]:
    return properties["defaultActions"][0]["forward"]


def _only_blue(properties: dict[str, Any]) -> None:
    _forward(properties)["targetGroups"] = [{"arn": _forward(properties)["targetGroups"][0]["arn"], "weight": 100}]


def _blue_twice(properties: dict[str, Any]) -> None:
    groups = _forward(properties)["targetGroups"]
    groups[1]["arn"] = groups[0]["arn"]


def _third_group(properties: dict[str, Any]) -> None:
    _forward(properties)["targetGroups"][1]["arn"] = "arn:aws:lb/targetGroup:TargetGroup:canary"


def _to_the_other(properties: dict[str, Any]) -> None:
    properties["actions"][0]["targetGroupArn"] = "arn:aws:lb/targetGroup:TargetGroup:green"


def _weight(value: object) -> Callable[[dict[str, Any]], None]:
    def change(properties: dict[str, Any]) -> None:
        _forward(properties)["targetGroups"][0]["weight"] = value

    return change


def _ebs(properties: dict[str, Any]) -> dict[str, Any]:
    return properties["blockDeviceMappings"][0]["ebs"]


def _from_anywhere(properties: dict[str, Any]) -> None:
    del properties["referencedSecurityGroupId"]
    properties["cidrIpv4"] = "0.0.0.0/0"


ROUTER_BREAKS: list[tuple[str, str, str, Any, dict[str, Any]]] = [
    ("no-ignored-changes-on-listeners", LISTENER, "router", None, {"ignored": ("defaultActions",)}),
    ("no-ignored-changes-on-listeners", RULE, "router-preview-blue", None, {"ignored": ("actions",)}),
    ("both-colors-in-every-forward", LISTENER, "router", _only_blue, {}),
    ("both-colors-in-every-forward", LISTENER, "router", _blue_twice, {}),
    ("both-colors-in-every-forward", LISTENER, "router", _third_group, {}),
    ("both-colors-in-every-forward", RULE, "router-preview-blue", _to_the_other, {}),
    ("weights-sum-to-100", LISTENER, "router", _weight(90), {}),
    ("weights-sum-to-100", LISTENER, "router", _weight(None), {}),
    ("stickiness-declared", LISTENER, "router", lambda given: _forward(given).pop("stickiness"), {}),
    ("stickiness-declared", LISTENER, "router", lambda given: _forward(given)["stickiness"].pop("duration"), {}),
    ("no-fixed-target-group-name", GROUP, "blue", lambda given: given.update(name="shop-blue"), {}),
    ("traffic-path-protected", LISTENER, "router", None, {"protect": False}),
    ("traffic-path-protected", GROUP, "green", None, {"protect": False}),
    ("traffic-path-protected", BALANCER, "router", None, {"protect": False}),
    ("no-public-address", SUBNET, "network-private-0", lambda given: given.update(mapPublicIpOnLaunch=True), {}),
    ("security-groups-closed", INGRESS, "router-from-clients", lambda given: given.update(fromPort=22, toPort=22), {}),
    ("security-groups-closed", INGRESS, "router-from-clients", lambda given: given.update(ipProtocol="-1"), {}),
    ("log-retention-set", LOGS, "router-switches", lambda given: given.update(retentionInDays=0), {}),
    ("tags-present", PARAMETER, "router-active", lambda given: given.pop("tags"), {}),
    ("tags-present", BALANCER, "router", lambda given: given["tags"].pop("bluegreen:service"), {}),
]

COLOR_BREAKS: list[tuple[str, str, str, Any, dict[str, Any]]] = [
    ("metadata-tokens-required", TEMPLATE, "-fleet-template", lambda given: given.pop("metadataOptions"), {}),
    (
        "metadata-tokens-required",
        TEMPLATE,
        "-fleet-template",
        lambda given: given["metadataOptions"].update(httpTokens="optional"),
        {},
    ),
    ("volumes-encrypted", TEMPLATE, "-fleet-template", lambda given: _ebs(given).update(encrypted="false"), {}),
    ("volumes-encrypted", TEMPLATE, "-fleet-template", lambda given: given.pop("blockDeviceMappings"), {}),
    (
        "no-public-address",
        TEMPLATE,
        "-fleet-template",
        lambda given: given["networkInterfaces"][0].update(associatePublicIpAddress="true"),
        {},
    ),
    ("no-public-address", TEMPLATE, "-fleet-template", lambda given: given.pop("networkInterfaces"), {}),
    ("security-groups-closed", INGRESS, "-from-load-balancer", _from_anywhere, {}),
    ("log-retention-set", LOGS, "-logs", lambda given: given.pop("retentionInDays"), {}),
    ("tags-present", FLEET, "-fleet", lambda given: given.pop("tags"), {}),
    ("tags-present", TEMPLATE, "-fleet-template", lambda given: given["tagSpecifications"].pop(), {}),
]


@pytest.mark.parametrize(("rule", "token", "name", "change", "options"), ROUTER_BREAKS)
def test_a_broken_router_turns_its_rule_red(
    rule: str, token: str, name: str, change: Any, options: dict[str, Any]
) -> None:
    """That rule on that resource, and no other rule on any."""
    assert problems(broken("router", token, name, change, **options)) == {rule: [name]}


@pytest.mark.parametrize("color", ["blue", "green"])
@pytest.mark.parametrize(("rule", "token", "name", "change", "options"), COLOR_BREAKS)
def test_a_broken_color_turns_its_rule_red(  # noqa: PLR0913, PLR0917  one break is these things
    color: str, rule: str, token: str, name: str, change: Any, options: dict[str, Any]
) -> None:
    """As above, in either color."""
    assert problems(broken(color, token, f"{color}{name}", change, **options)) == {rule: [f"{color}{name}"]}


def test_every_rule_goes_red() -> None:
    """None is left out of the breaks above."""
    assert {rule for rule, *_ in ROUTER_BREAKS + COLOR_BREAKS} == {rule.name for rule in RULES}


def test_a_live_rule_must_hold_both_colors() -> None:
    """A listener rule without the header of a preview leads clients past the weights."""
    found = problems(broken("router", RULE, "router-preview-blue", lambda given: given["conditions"].pop(0)))
    assert found["both-colors-in-every-forward"] == ["router-preview-blue"]


def test_the_exemption_of_types_without_tags_is_the_providers() -> None:
    """None of them could be given tags."""
    for token in UNTAGGED:
        # Read and not imported: some of the packages take seconds.
        file = re.sub(r"([A-Z])", r"_\1", token.split(":")[1]).lower() + ".py"
        text = (Path(str(aws.__file__)).parent / file).read_text()
        assert f"'{token}'" in text
        assert "def tags(" not in text, token


def test_an_unknown_type_must_be_tagged() -> None:
    """What the list does not know is not let pass."""
    assert "tags-present" in problems([Resource("aws:new/thing:Thing", "new")])
