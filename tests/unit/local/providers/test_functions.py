"""What a program asks AWS while it runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from local.providers.values import Secret
from tests.unit.local.providers.engine import AbortedError

if TYPE_CHECKING:
    from tests.unit.local.providers.engine import Engine


def test_zones_come_sorted(engine: Engine) -> None:
    """The order is the same in every run, since programs pick by position."""
    zones = engine.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", state="available")
    assert zones["names"] == sorted(zones["names"])
    assert zones["names"][:2] == ["us-east-1a", "us-east-1b"]
    assert len(zones["zoneIds"]) == len(zones["names"])


def test_region_and_account_are_those_of_the_stack(engine: Engine) -> None:
    """The configured region, and moto's account."""
    assert engine.invoke("aws:index/getRegion:getRegion")["region"] == "us-east-1"
    assert engine.invoke("aws:index/getCallerIdentity:getCallerIdentity")["accountId"] == "123456789012"


def test_a_parameters_value_is_secret(engine: Engine, aws: Any) -> None:
    """`value` never shows; `insecureValue` does, where the type is no secret."""
    aws("ssm").put_parameter(Name="/image", Value="ami-1", Type="String")
    found = engine.invoke("aws:ssm/getParameter:getParameter", name="/image")
    assert (found["value"], found["insecureValue"], found["version"]) == (Secret("ami-1"), "ami-1", 1)


def test_a_missing_parameter_says_its_name(engine: Engine) -> None:
    """AWS' own words, and which function met them."""
    with pytest.raises(AbortedError, match=r"calling aws:ssm/getParameter:getParameter: .* ParameterNotFound: .*image"):
        engine.invoke("aws:ssm/getParameter:getParameter", name="/image")


def test_a_policy_document_is_worded_as_terraform_words_it(engine: Engine) -> None:
    """One value stands alone, several are a list, conditions are grouped by test."""
    answer = engine.invoke(
        "aws:iam/getPolicyDocument:getPolicyDocument",
        statements=[
            {
                "actions": ["ssm:GetParameter", "ssm:PutParameter"],
                "resources": ["*"],
                "principals": [{"type": "Service", "identifiers": ["ec2.amazonaws.com"]}],
                "conditions": [{"test": "StringEquals", "variable": "aws:x", "values": ["y"]}],
            }
        ],
    )
    assert json.loads(answer["json"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["ssm:PutParameter", "ssm:GetParameter"],
                "Resource": "*",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Condition": {"StringEquals": {"aws:x": "y"}},
            }
        ],
    }


def test_an_unknown_function_is_named(engine: Engine) -> None:
    """The message lists what there is."""
    with pytest.raises(AbortedError, match=r"aws:ec2/getAmi:getAmi: not supported .* aws:iam/getPolicyDocument"):
        engine.invoke("aws:ec2/getAmi:getAmi")
