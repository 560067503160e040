"""The policy of a bucket: what demands TLS stands in nobody's way here, and every other denial counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.unit.local.cloud.stack import Stack

ONLY_TLS: dict[str, Any] = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": ["arn:aws:s3:::states/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
CLOSED = {name: value for name, value in ONLY_TLS.items() if name != "Condition"}


@pytest.mark.parametrize(("statements", "denied"), [([ONLY_TLS], False), ([ONLY_TLS, CLOSED], True), ([CLOSED], True)])
def test_a_request_is_taken_as_one_over_tls(stack: Stack, statements: list[Any], *, denied: bool) -> None:
    """As AWS's own clients send it."""
    s3 = stack.s3
    s3.create_bucket(Bucket="states")
    s3.put_object(Bucket="states", Key="a", Body=b"1")
    s3.put_bucket_policy(Bucket="states", Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
    if denied:
        with pytest.raises(ClientError, match="Forbidden"):
            s3.get_object(Bucket="states", Key="a")
    else:
        assert s3.get_object(Bucket="states", Key="a")["Body"].read() == b"1"
