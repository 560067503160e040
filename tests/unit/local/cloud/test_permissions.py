"""A key that is held to policies may do what they allow, and what it may not do changes nothing."""

from __future__ import annotations

from typing import Any
from urllib.error import HTTPError

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.unit.local.cloud.fakes import ask, tell

# Errors that every service has stand in no service's model, and moto says so.
pytestmark = pytest.mark.filterwarnings("ignore:Exception.*does not match an error shape")

KEY = "reader"


def client(endpoint: str, service: str, key: str = KEY) -> Any:
    """Make a client of SERVICE that calls with KEY."""
    return boto3.client(  # pyright: ignore[reportCallIssue, reportUnknownVariableType]
        service,  # pyright: ignore[reportArgumentType]
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=key,
        aws_secret_access_key="test",  # noqa: S106  the local AWS takes any
    )


def hold(endpoint: str, *statements: dict[str, Any]) -> None:
    """Hold KEY to one policy of STATEMENTS."""
    tell(endpoint, "policies", {"key": KEY, "policies": [{"Version": "2012-10-17", "Statement": list(statements)}]})


def allow(*actions: str) -> dict[str, Any]:
    """A statement that allows ACTIONS."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*"}


def refused(call: Any, **parameters: Any) -> tuple[str, str]:
    """Code and message of the refusal of CALL."""
    with pytest.raises(ClientError) as error:
        call(**parameters)
    answer = error.value.response["Error"]
    return answer.get("Code", ""), answer.get("Message", "")


def test_what_no_policy_allows_is_refused_and_not_performed(endpoint: str) -> None:
    """The answer names the action, and the list of calls the key."""
    hold(endpoint, allow("ssm:GetParameter*"))
    parameters = client(endpoint, "ssm")
    code, message = refused(parameters.put_parameter, Name="color", Value="blue", Type="String")
    assert (code, "ssm:PutParameter" in message) == ("AccessDeniedException", True)
    assert parameters.get_parameters(Names=["color"])["InvalidParameters"] == ["color"]
    calls = [(each["action"], each["key"], each["write"]) for each in ask(endpoint, "calls")["calls"]]
    assert calls == [("PutParameter", KEY, False), ("GetParameters", KEY, False)]


@pytest.mark.parametrize(
    ("service", "method", "parameters", "code"),
    [
        ("ec2", "describe_vpcs", {}, "UnauthorizedOperation"),
        ("elbv2", "describe_load_balancers", {}, "AccessDenied"),
        ("autoscaling", "describe_auto_scaling_groups", {}, "AccessDenied"),
        ("iam", "list_roles", {}, "AccessDenied"),
        ("logs", "describe_log_groups", {}, "AccessDeniedException"),
        ("kms", "list_keys", {}, "AccessDeniedException"),
        ("s3", "list_buckets", {}, "AccessDenied"),
        ("cloudwatch", "describe_alarms", {}, "AccessDenied"),
    ],
)
def test_each_service_refuses_in_its_own_words(
    endpoint: str, service: str, method: str, parameters: dict[str, Any], code: str
) -> None:
    """As AWS's clients know it."""
    hold(endpoint)
    assert refused(getattr(client(endpoint, service), method), **parameters)[0] == code


def test_other_keys_may_do_everything(endpoint: str) -> None:
    """Only the one that was named is held."""
    hold(endpoint)
    assert client(endpoint, "ec2", "anybody").describe_vpcs()["Vpcs"]


def test_a_denial_beats_what_is_allowed(endpoint: str) -> None:
    """In whatever case the actions are written."""
    hold(endpoint, allow("*"), {"Effect": "Deny", "Action": "EC2:describeVpcs", "Resource": "*"})
    assert refused(client(endpoint, "ec2").describe_vpcs)[0] == "UnauthorizedOperation"
    assert client(endpoint, "ec2").describe_subnets()["Subnets"]


def test_who_asks_who_they_are_needs_no_permission(endpoint: str) -> None:
    """As on AWS."""
    hold(endpoint)
    assert client(endpoint, "sts").get_caller_identity()["Account"]


@pytest.mark.parametrize("policy", [{}, {"Statement": "all"}, {"Statement": [{"Effect": "Maybe", "Action": "*"}]}])
def test_what_is_no_policy_is_refused(endpoint: str, policy: dict[str, Any]) -> None:
    """Before a key is held to nothing by mistake."""
    with pytest.raises(HTTPError, match="400") as error:
        tell(endpoint, "policies", {"key": KEY, "policies": [policy]})
    assert b"statement" in error.value.read()
