"""The instance metadata service, version 2, of one instance.

Source: EC2 user guide, "Access instance metadata for an EC2 instance" and "Instance metadata categories".
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_TOKEN = 21600
"""Seconds."""

KEYS_LAST = 6 * 3600
"""Seconds that the role's keys are valid (assumed: about six hours on AWS)."""


@dataclass
class Metadata:
    """What one instance may ask about itself. Without ROLE it gets no keys, as an instance without a profile."""

    instance_id: str
    image: str
    region: str
    role: str | None
    user_data: str
    _tokens: dict[str, float] = field(default_factory=dict[str, float])

    def answer(self, method: str, path: str, headers: Mapping[str, str]) -> tuple[int, str]:
        """Status and body for a request; HEADERS by lower-case name."""
        if path == "/latest/api/token":
            return self._token(headers) if method == "PUT" else (HTTPStatus.METHOD_NOT_ALLOWED, "")
        token = headers.get("x-aws-ec2-metadata-token", "")
        if self._tokens.get(token, 0.0) < time.monotonic():
            return HTTPStatus.UNAUTHORIZED, ""
        value = self._values().get(path)
        return (HTTPStatus.NOT_FOUND, "") if value is None else (HTTPStatus.OK, value)

    def _token(self, headers: Mapping[str, str]) -> tuple[int, str]:
        lifetime = headers.get("x-aws-ec2-metadata-token-ttl-seconds", "")
        if "x-forwarded-for" in headers:
            return HTTPStatus.FORBIDDEN, ""
        if not lifetime.isdecimal() or not 1 <= int(lifetime) <= LONGEST_TOKEN:
            return HTTPStatus.BAD_REQUEST, ""
        token = secrets.token_urlsafe(40)
        self._tokens[token] = time.monotonic() + int(lifetime)
        return HTTPStatus.OK, token

    def _values(self) -> dict[str, str]:
        base = "/latest/meta-data"
        values = {
            f"{base}/instance-id": self.instance_id,
            f"{base}/ami-id": self.image,
            f"{base}/local-ipv4": "127.0.0.1",
            f"{base}/placement/region": self.region,
            f"{base}/placement/availability-zone": f"{self.region}a",
            "/latest/user-data": self.user_data,
        }
        if self.role:
            credentials = f"{base}/iam/security-credentials"
            values |= {credentials: self.role, f"{credentials}/": self.role, f"{credentials}/{self.role}": _keys()}
        return values


def _keys() -> str:
    now = time.time()
    stamp = "%Y-%m-%dT%H:%M:%SZ"
    return json.dumps(
        {
            "Code": "Success",
            "Type": "AWS-HMAC",
            "AccessKeyId": "test",
            "SecretAccessKey": "test",
            "Token": "test",
            "LastUpdated": time.strftime(stamp, time.gmtime(now)),
            "Expiration": time.strftime(stamp, time.gmtime(now + KEYS_LAST)),
        }
    )
