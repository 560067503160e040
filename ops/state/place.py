"""Which bucket and key hold the state, and what the engine calls them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ops.problem import Problem

NAME = re.compile(r"(?!xn--|sthree-)[a-z0-9](?:[a-z0-9-]{1,61})[a-z0-9](?<!-s3alias)(?<!--ol-s3)")
"""A bucket's name (S3 user guide, "General purpose bucket naming rules"), without the dots that break its TLS name."""

RULE = "3 to 63 of a to z, 0 to 9 and -, beginning and ending with a letter or digit"

ALIAS = re.compile(r"(?!aws/)[A-Za-z0-9/_-]{1,250}")
"""An alias's name after `alias/` (KMS API reference, CreateAlias)."""


@dataclass(frozen=True)
class Place:
    """BUCKET and ALIAS (without `alias/`) in REGION, of the account of the credentials."""

    bucket: str
    alias: str
    region: str

    @property
    def login(self) -> str:
        """The backend's address, for `pulumi login` and PULUMI_BACKEND_URL."""
        return f"s3://{self.bucket}?region={self.region}"

    @property
    def secrets_provider(self) -> str:
        """What `pulumi stack init` takes as --secrets-provider."""
        return f"awskms://alias/{self.alias}?region={self.region}"

    @cached_property
    def s3(self) -> Any:  # noqa: ANN401  boto3 makes its clients at run time
        """A client of S3. The engine takes its credentials from the environment, so this does."""
        return self._client("s3")

    @cached_property
    def kms(self) -> Any:  # noqa: ANN401  as above
        """A client of KMS."""
        return self._client("kms")

    @cached_property
    def account(self) -> str:
        """The account of the credentials, 12 digits."""
        return self._client("sts").get_caller_identity()["Account"]

    def _client(self, service: str) -> Any:  # noqa: ANN401  as above
        import boto3  # noqa: PLC0415  half a second, which no wrong name has to wait for
        from botocore.config import Config  # noqa: PLC0415

        from components.cloud import AGENT, ATTEMPTS, TIMEOUT  # noqa: PLC0415

        retries: Any = {"mode": "standard", "total_max_attempts": ATTEMPTS}
        config = Config(connect_timeout=TIMEOUT, read_timeout=TIMEOUT, retries=retries, user_agent_extra=AGENT)
        make: Any = boto3.client
        return make(service, region_name=self.region, config=config)


def place(bucket: str, alias: str | None, region: str) -> Place:
    """The place that a person named; the key is called as the bucket unless ALIAS says else. Raises Problem."""
    if not NAME.fullmatch(bucket):
        raise Problem(f"{bucket!r} can't be the name of a bucket: {RULE}", "bluegreen backend shop-state")
    name = (alias or bucket).removeprefix("alias/")
    if not ALIAS.fullmatch(name):
        what = f"{alias!r} can't be the alias of a key: 1 to 250 letters, digits and / _ -, not beginning with aws/"
        raise Problem(what, f"bluegreen backend {bucket} --key alias/shop-state")
    return Place(bucket, name, region)
