"""Every AWS call is recorded, nothing else is, and no secret with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from local.cloud.calls import is_write
from tests.unit.local.cloud.fakes import ask
from tests.unit.local.cloud.stack import forward, template_data

if TYPE_CHECKING:
    from tests.unit.local.cloud.stack import Stack


def recorded(endpoint: str, since: int = 0) -> list[dict[str, Any]]:
    """All calls after SINCE."""
    return ask(endpoint, f"calls?since={since}")["calls"]


def test_a_switch_is_one_write_with_both_weights(stack: Stack, endpoint: str) -> None:
    """ModifyListener is recorded once, typed as boto3 gave it."""
    blue, green = stack.target_group("blue"), stack.target_group("green")
    listener = stack.listener(stack.load_balancer(), {blue: 100, green: 0})
    before = recorded(endpoint)[-1]["sequence"]
    stack.elb.describe_listeners(ListenerArns=[listener])
    stack.elb.modify_listener(ListenerArn=listener, DefaultActions=[forward({blue: 0, green: 100})])
    read, write = recorded(endpoint, before)
    assert (read["action"], read["write"]) == ("DescribeListeners", False)
    assert (write["service"], write["action"], write["write"]) == ("elasticloadbalancing", "ModifyListener", True)
    weights = write["parameters"]["DefaultActions"][0]["ForwardConfig"]["TargetGroups"]
    assert weights == [{"TargetGroupArn": blue, "Weight": 0}, {"TargetGroupArn": green, "Weight": 100}]
    assert write["status"] == 200


def test_a_refused_call_is_recorded_with_its_status(stack: Stack, endpoint: str) -> None:
    """What AWS refuses still counts as a call."""
    with pytest.raises(ClientError):
        stack.ssm.get_parameter(Name="nobody")
    call = recorded(endpoint)[-1]
    assert (call["action"], call["status"], call["parameters"]) == ("GetParameter", 400, {"Name": "nobody"})


def test_secrets_are_redacted(stack: Stack, endpoint: str) -> None:
    """Parameter values, secrets and user data are sensitive in AWS's own models; no record holds them."""
    stack.ssm.put_parameter(Name="password", Value="hunter2", Type="SecureString")
    stack.secrets.create_secret(Name="password", SecretString="hunter2")
    stack.ec2.create_launch_template(LaunchTemplateName="fleet", LaunchTemplateData=template_data("hunter2"))
    calls = recorded(endpoint)
    assert [call["action"] for call in calls] == ["PutParameter", "CreateSecret", "CreateLaunchTemplate"]
    assert "hunter2" not in str(calls)
    assert calls[2]["parameters"]["LaunchTemplateData"]["UserData"] == "(redacted)"
    assert calls[0]["parameters"]["Name"] == "password"


def test_looking_into_the_local_aws_is_no_call(endpoint: str) -> None:
    """The control API never shows up in the list that it serves."""
    for path in ("status", "edge", "instances", "traffic", "settings", "targets"):
        ask(endpoint, path)
    assert recorded(endpoint) == []


@pytest.mark.parametrize("action", ["DescribeRules", "GetParameter", "ListTagsForResource", "HeadObject"])
def test_reads_are_no_writes(action: str) -> None:
    """Actions that only look are known by their name."""
    assert not is_write(action)


@pytest.mark.parametrize("action", ["ModifyListener", "PutParameter", "CreateRule", "DeleteRule", "RegisterTargets"])
def test_anything_else_is_a_write(action: str) -> None:
    """What is not known to only look counts as a change."""
    assert is_write(action)
