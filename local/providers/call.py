"""What one request of the engine may use: AWS, a deadline, and a way to be cancelled."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeVar, overload

import boto3
from botocore.config import Config

from local.providers.errors import ProviderError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_elbv2 import ElasticLoadBalancingv2Client
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_sts import STSClient

    from local.providers.values import Value

Answer = TypeVar("Answer")
Service = Literal["autoscaling", "ec2", "elbv2", "iam", "logs", "ssm", "sts"]

USER_AGENT = "APN/1.0 Pulumi/1.0 (stand-in for pulumi-aws)"
"""Instead of boto3's own, so that the list of calls tells the provider from the program, which uses boto3 too."""

_POLL_SECONDS = 0.25
_making = threading.Lock()


@cache
def _session() -> boto3.session.Session:
    # A laptop without credentials must not be asked for some: the local AWS takes any.
    return boto3.session.Session(
        aws_access_key_id=os.environ.get("AWS_ACCESS_KEY_ID", "local"),
        aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "local"),
        aws_session_token=os.environ.get("AWS_SESSION_TOKEN"),
    )


@cache
def _cached_client(service: Service, region: str, endpoint: str | None) -> Value:
    settings = Config(retries={"mode": "standard", "max_attempts": 5}, max_pool_connections=32, user_agent=USER_AGENT)
    make: Value = _session().client
    return make(service, region_name=region, endpoint_url=endpoint, config=settings)


@dataclass
class Call:
    """One request: REGION and ENDPOINT of its AWS, DEADLINE on the monotonic clock in seconds, the stack's tags."""

    region: str
    endpoint: str | None = None
    deadline: float = field(default_factory=lambda: time.monotonic() + 600)
    cancelled: threading.Event = field(default_factory=threading.Event)
    default_tags: dict[str, str] = field(default_factory=dict[str, str])

    @overload
    def client(self, service: Literal["autoscaling"]) -> AutoScalingClient: ...
    @overload
    def client(self, service: Literal["ec2"]) -> EC2Client: ...
    @overload
    def client(self, service: Literal["elbv2"]) -> ElasticLoadBalancingv2Client: ...
    @overload
    def client(self, service: Literal["iam"]) -> IAMClient: ...
    @overload
    def client(self, service: Literal["logs"]) -> CloudWatchLogsClient: ...
    @overload
    def client(self, service: Literal["ssm"]) -> SSMClient: ...
    @overload
    def client(self, service: Literal["sts"]) -> STSClient: ...
    def client(self, service: Service) -> Value:
        """Return the boto3 client of SERVICE, made once per region (boto3 sessions are not thread-safe)."""
        with _making:
            return _cached_client(service, self.region, self.endpoint)

    def until(self, condition: Callable[[], Answer | None], what: str) -> Answer:
        """Return CONDITION's first answer; raise ProviderError when the deadline passes without WHAT."""
        while True:
            answer = condition()
            if answer:
                return answer
            if self.cancelled.is_set():
                raise ProviderError(f"cancelled while waiting for {what}")
            if self.expired():
                raise ProviderError(f"timed out while waiting for {what}")
            self.cancelled.wait(_POLL_SECONDS)

    def expired(self) -> bool:
        """Tell whether there is no time left."""
        return time.monotonic() > self.deadline
