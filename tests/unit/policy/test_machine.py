"""Instances, volumes, log groups and names, in the forms that the program does not use itself."""

from __future__ import annotations

from typing import Any

import pytest

from policy.rules import RULES
from policy.rules.log_retention import LOG_RETENTION
from policy.rules.metadata_service import METADATA_TOKENS
from policy.rules.public_address import NO_PUBLIC_ADDRESS
from policy.rules.resource import UNKNOWN, Resource
from policy.rules.tags import TAGGED
from policy.rules.target_group_name import NO_FIXED_NAME
from policy.rules.volume import ENCRYPTED_VOLUMES

INSTANCE = "aws:ec2/instance:Instance"
CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
GOOD: dict[str, Any] = {
    "metadataOptions": {"httpTokens": "required"},
    "rootBlockDevice": {"encrypted": True},
    "associatePublicIpAddress": False,
    "tags": {"bluegreen:service": "shop", "bluegreen:stack": "blue"},
}


def red(token: str, name: str = "one", **properties: Any) -> set[str]:
    """Names of the rules that a resource breaks."""
    resource = Resource(token, name, properties=properties)
    return {rule.name for rule in RULES if rule.problems(resource, [resource])}


@pytest.mark.parametrize("token", [INSTANCE, CONFIGURATION, "aws:ec2/spotInstanceRequest:SpotInstanceRequest"])
@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({}, set[str]()),
        ({"metadataOptions": None}, {METADATA_TOKENS.name}),
        ({"metadataOptions": {"httpEndpoint": "disabled"}}, set[str]()),
        ({"rootBlockDevice": None}, {ENCRYPTED_VOLUMES.name}),
        ({"ebsBlockDevices": [{"encrypted": True}, {}]}, {ENCRYPTED_VOLUMES.name}),
        ({"associatePublicIpAddress": None}, {NO_PUBLIC_ADDRESS.name}),
        ({"associatePublicIpAddress": True}, {NO_PUBLIC_ADDRESS.name}),
        ({"tags": {}}, {TAGGED.name}),
        (dict.fromkeys(GOOD, UNKNOWN), set[str]()),
    ],
)
def test_an_instance_outside_of_a_fleet_is_held_to_the_same(
    token: str, change: dict[str, Any], rules: set[str]
) -> None:
    """In each form that it can be declared in."""
    assert red(token, **{**GOOD, **change}) == rules


def test_a_launch_template_that_a_preview_does_not_know_is_no_fault() -> None:
    """All of it may come from elsewhere."""
    keys = ("metadataOptions", "blockDeviceMappings", "networkInterfaces", "tagSpecifications", "tags")
    assert red(TEMPLATE, **dict.fromkeys(keys, UNKNOWN)) == set()


@pytest.mark.parametrize(
    ("token", "properties", "rule"),
    [
        ("aws:ebs/volume:Volume", {"encrypted": False}, ENCRYPTED_VOLUMES),
        ("aws:ec2/eip:Eip", {"instance": "i-1"}, NO_PUBLIC_ADDRESS),
        ("aws:ec2/eipAssociation:EipAssociation", {"instanceId": "i-1"}, NO_PUBLIC_ADDRESS),
        ("aws:ec2/subnet:Subnet", {"mapPublicIpOnLaunch": True}, NO_PUBLIC_ADDRESS),
        ("aws:cloudwatch/logGroup:LogGroup", {}, LOG_RETENTION),
        ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 0.0}, LOG_RETENTION),
    ],
)
def test_what_the_program_has_not_is_held_to_the_same(token: str, properties: dict[str, Any], rule: Any) -> None:
    """A volume or an address beside the fleet."""
    assert red(token, tags=GOOD["tags"], **properties) == {rule.name}


def test_a_nat_gateways_address_passes() -> None:
    """It is no instance's."""
    assert red("aws:ec2/eip:Eip", tags=GOOD["tags"], domain="vpc") == set()


@pytest.mark.parametrize(
    ("name", "fixed"),
    [
        (None, False),
        (UNKNOWN, False),
        ("blue-1a2b3c4", False),
        ("blue", True),
        ("shop-blue", True),
        ("green-1a2b3c4", True),
        ("blue-1a2b3c4d", True),
        ("blue-release", True),
    ],
)
def test_only_a_name_of_pulumis_passes(name: object, fixed: bool) -> None:  # noqa: FBT001  a table's column
    """The engine shows the name that the provider made up: the logical one and seven random characters."""
    group = Resource("aws:lb/targetGroup:TargetGroup", "blue", properties={"name": name}, protect=True)
    assert bool(NO_FIXED_NAME.problems(group, [group])) == fixed
