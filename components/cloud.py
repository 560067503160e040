"""How the program itself asks AWS, beside what the provider does.

boto3 and the AWS provider both honour AWS_ENDPOINT_URL and the usual credentials, so no line here knows where AWS is.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_elbv2 import ElasticLoadBalancingv2Client
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_ssm import SSMClient

TIMEOUT = 5
"""Seconds for one connection or one answer: a look at AWS must never hang an update."""

ATTEMPTS = 4
"""Tries of one call; botocore's standard mode backs off between them, also when AWS throttles."""

OTHER_CREDENTIALS = (
    "assumeRole",
    "assumeRoles",
    "assumeRoleWithWebIdentity",
    "sharedConfigFiles",
    "sharedCredentialsFiles",
    "endpoints",
    "accessKey",
    "secretKey",
    "token",
)
"""Settings of the provider that boto3 does not know."""

AGENT = "bluegreen"
"""In the User-Agent of each call, so that CloudTrail tells the program's looks from the provider's."""

DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"})

PERMISSIONS = {
    "elasticloadbalancing": ("DescribeTargetGroups", "DescribeListeners", "DescribeRules", "DescribeTargetHealth"),
    "autoscaling": ("DescribeAutoScalingGroups", "AttachLoadBalancerTargetGroups", "DetachLoadBalancerTargetGroups"),
    "ec2": (
        "DescribeLaunchTemplateVersions",
        "DescribeRouteTables",
        "DescribeSecurityGroupRules",
        "DescribeSubnets",
    ),
    "ssm": ("GetParameter", "GetParameterHistory", "GetParameters", "PutParameter", "DeleteParameter"),
    "cloudwatch": ("GetMetricData",),
    "logs": ("PutLogEvents", "GetLogEvents", "DescribeLogGroups", "DescribeLogStreams"),
    "sns": ("Publish",),
}
"""The program's own calls, by the prefix that IAM policies use (service authorization reference)."""

MAKING = Lock()
"""Held while a client is made."""

UNREACHABLE = (BotoCoreError, ClientError)
"""What a look at AWS may raise: no route, no credentials, no permission, throttled to the end."""


def _of_the_program(key: str) -> str | None:
    # Whoever only looks has no program, and does without the fifth of a second that the SDK takes to load.
    import pulumi  # noqa: PLC0415

    return pulumi.Config("aws").get(key)


@dataclass
class Provider:
    """Where the provider's settings come from: the running program's configuration, or who asks without one.

    `setting` takes a key without its namespace, such as `region`, and returns its text, None where it is not set.
    """

    setting: Callable[[str], str | None] = _of_the_program


PROVIDER = Provider()
"""The one of this process: a program runs for one stack, and the command line looks at one set of stacks."""


def region() -> str | None:
    """The region that the stack's configuration names, else the environment's; None leaves it to boto3."""
    return PROVIDER.setting("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")


@lru_cache
def _session(region_name: str | None, profile: str | None) -> boto3.Session:
    return boto3.Session(profile_name=profile, region_name=region_name)


@lru_cache
def _client(service: str, region_name: str | None, profile: str | None) -> Any:  # noqa: ANN401  boto3 makes its clients at run time
    retries: Any = {"mode": "standard", "total_max_attempts": ATTEMPTS}
    # One session reads its endpoints once for all clients; two must not be made at once (boto3 guide, "Session").
    with MAKING:
        return _session(region_name, profile).client(  # pyright: ignore[reportCallIssue, reportUnknownVariableType]
            service,  # pyright: ignore[reportArgumentType]
            config=Config(connect_timeout=TIMEOUT, read_timeout=TIMEOUT, retries=retries, user_agent_extra=AGENT),
        )


def _configured(service: str, where: str | None = None) -> Any:  # noqa: ANN401  as above
    for key in OTHER_CREDENTIALS:
        if PROVIDER.setting(key):
            import pulumi  # noqa: PLC0415  as above

            raise pulumi.RunError(
                f"aws:{key} is set, and only the provider would use it: the program would look at another account."
                " Use aws:profile or the environment's credentials: pulumi config rm aws:" + key
            )
    return _client(service, where or region(), PROVIDER.setting("profile"))


def autoscaling() -> "AutoScalingClient":
    """Client of Amazon EC2 Auto Scaling."""
    return _configured("autoscaling")


def ec2() -> "EC2Client":
    """Client of Amazon EC2."""
    return _configured("ec2")


def load_balancing() -> "ElasticLoadBalancingv2Client":
    """Client of Elastic Load Balancing."""
    return _configured("elbv2")


def logs() -> "CloudWatchLogsClient":
    """Client of CloudWatch Logs, which holds the switch log."""
    return _configured("logs")


def metrics() -> "CloudWatchClient":
    """Client of CloudWatch, which holds what the load balancer measures."""
    return _configured("cloudwatch")


def sns(where: str) -> Any:  # noqa: ANN401  as above
    """Client of Amazon SNS in the region WHERE; `notify` may name a topic there."""
    return _configured("sns", where)


def ssm() -> "SSMClient":
    """Client of AWS Systems Manager, whose parameters hold the records."""
    return _configured("ssm")


def code(error: Exception) -> str:
    """AWS's code for ERROR, such as `ParameterNotFound`; the class name where AWS sent none."""
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", "Unknown"))
    return type(error).__name__


def explain(error: Exception) -> str:
    """What ERROR means for a person: the call that failed and AWS's code; where refused, the permission to ask for."""
    if isinstance(error, BotoCoreError):
        return f"AWS can't be asked: {error}"
    if not isinstance(error, ClientError):
        return str(error)
    if code(error) in DENIED:
        return f"the credentials lack the permission {_permission(error.operation_name)}"
    return f"AWS answered {code(error)} to {error.operation_name}"


def _permission(operation: str) -> str:
    prefix = next((prefix for prefix, operations in PERMISSIONS.items() if operation in operations), None)
    return f"{prefix}:{operation}" if prefix else operation


def denied(error: Exception) -> bool:
    """Whether waiting can't help: the credentials lack a permission, or there are none."""
    return code(error) in DENIED or isinstance(error, NoCredentialsError)
