"""Instance metadata, version 2: a token first, and keys only for an instance with a role."""

from __future__ import annotations

import json

import pytest

from local.instances.endpoint import Endpoint
from local.instances.metadata import Metadata

TOKEN = "x-aws-ec2-metadata-token"  # noqa: S105  a header's name
LIFETIME = f"{TOKEN}-ttl-seconds"


def metadata(role: str | None = "app") -> Metadata:
    """Make the metadata of one instance."""
    return Metadata("i-1", "ami-1", "us-east-1", role, "#!/bin/sh")


def get(served: Metadata, path: str) -> tuple[int, str]:
    """Ask with a fresh token."""
    _, token = served.answer("PUT", "/latest/api/token", {LIFETIME: "60"})
    return served.answer("GET", f"/latest/{path}", {TOKEN: token})


def test_without_a_token_nothing_is_told() -> None:
    """Version 1 is off, as http_tokens=required asks, and a foreign token is none."""
    served = metadata()
    assert served.answer("GET", "/latest/meta-data/instance-id", {})[0] == 401
    assert served.answer("GET", "/latest/meta-data/instance-id", {TOKEN: "guess"})[0] == 401


@pytest.mark.parametrize(
    ("headers", "status"), [({}, 400), ({LIFETIME: "0"}, 400), ({LIFETIME: "21601"}, 400), ({LIFETIME: "x"}, 400)]
)
def test_a_token_needs_a_lifetime(headers: dict[str, str], status: int) -> None:
    """From 1 to 21600 seconds."""
    assert metadata().answer("PUT", "/latest/api/token", headers)[0] == status


def test_a_proxied_request_gets_no_token() -> None:
    """X-Forwarded-For is refused, as on AWS."""
    assert metadata().answer("PUT", "/latest/api/token", {LIFETIME: "60", "x-forwarded-for": "a"})[0] == 403


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("meta-data/instance-id", "i-1"),
        ("meta-data/local-ipv4", "127.0.0.1"),
        ("meta-data/placement/availability-zone", "us-east-1a"),
        ("meta-data/iam/security-credentials/", "app"),
        ("user-data", "#!/bin/sh"),
    ],
)
def test_what_is_told(path: str, value: str) -> None:
    """The paths that user data asks for."""
    assert get(metadata(), path) == (200, value)


def test_keys_come_with_a_role_only() -> None:
    """An instance without a profile has no keys."""
    path = "meta-data/iam/security-credentials/app"
    assert json.loads(get(metadata(), path)[1])["AccessKeyId"] == "test"
    assert get(metadata(role=None), path)[0] == 404


def test_the_endpoint_knows_instances_by_their_url() -> None:
    """Each has its own tokens; an unknown one is not found."""
    endpoint = Endpoint()
    try:
        endpoint.add(metadata())
        assert endpoint.answer("PUT", "/i-1/latest/api/token", {LIFETIME: "60"}, b"")[0] == 200
        assert endpoint.answer("PUT", "/i-2/latest/api/token", {LIFETIME: "60"}, b"")[0] == 404
        assert endpoint.answer("POST", "/systemctl/guess", {}, b"[]")[0] == 404
    finally:
        endpoint.close()
