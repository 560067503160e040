"""How the program itself asks AWS, beside what the provider does.

boto3 and the AWS provider both honour AWS_ENDPOINT_URL and the usual credentials, so no line here knows where AWS is.
"""

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import boto3
import pulumi
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_elbv2 import ElasticLoadBalancingv2Client
    from mypy_boto3_ssm import SSMClient

TIMEOUT = 5
"""Seconds for one connection or one answer: a look at AWS must never hang an update."""

ATTEMPTS = 4
"""Tries of one call; botocore's standard mode backs off between them, also when AWS throttles."""

OTHER_CREDENTIALS = ("assumeRole", "assumeRoles", "accessKey", "secretKey", "token")
"""Settings of the provider that boto3 does not know."""

UNREACHABLE = (BotoCoreError, ClientError)
"""What a look at AWS may raise: no route, no credentials, no permission, throttled to the end."""


def region() -> str | None:
    """The region that the stack's configuration names, else the environment's; None leaves it to boto3."""
    return pulumi.Config("aws").get("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")


@lru_cache
def _client(service: str, region_name: str | None, profile: str | None) -> Any:  # noqa: ANN401  boto3 makes its clients at run time
    session = boto3.Session(profile_name=profile, region_name=region_name)
    retries: Any = {"mode": "standard", "total_max_attempts": ATTEMPTS}
    return session.client(  # pyright: ignore[reportCallIssue, reportUnknownVariableType]
        service,  # pyright: ignore[reportArgumentType]
        config=Config(connect_timeout=TIMEOUT, read_timeout=TIMEOUT, retries=retries),
    )


def _configured(service: str) -> Any:  # noqa: ANN401  as above
    for key in OTHER_CREDENTIALS:
        if pulumi.Config("aws").get(key):
            raise pulumi.RunError(
                f"aws:{key} is set, and only the provider would use it: the program would look at another account."
                " Use aws:profile or the environment's credentials: pulumi config rm aws:" + key
            )
    return _client(service, region(), pulumi.Config("aws").get("profile"))


def autoscaling() -> "AutoScalingClient":
    """Client of Amazon EC2 Auto Scaling."""
    return _configured("autoscaling")


def ec2() -> "EC2Client":
    """Client of Amazon EC2."""
    return _configured("ec2")


def load_balancing() -> "ElasticLoadBalancingv2Client":
    """Client of Elastic Load Balancing."""
    return _configured("elbv2")


def ssm() -> "SSMClient":
    """Client of AWS Systems Manager, whose parameters hold the records."""
    return _configured("ssm")


def code(error: Exception) -> str:
    """AWS's code for ERROR, such as `ParameterNotFound`; the class name where AWS sent none."""
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", "Unknown"))
    return type(error).__name__
