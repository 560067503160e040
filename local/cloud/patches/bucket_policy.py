"""A statement that denies requests without TLS denies none here.

moto evaluates no condition of a bucket's policy, so that such a statement denies everything. AWS: IAM user guide,
"Global condition context keys", aws:SecureTransport. The local AWS speaks HTTP, and stands for one that speaks TLS.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

WITHOUT_TLS = {"Bool": {"aws:SecureTransport": "false"}}


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Judge a request by the statements that could mean it."""

    @patching.around(FakeBucket, "get_permission")
    def _get_permission(
        original: Callable[[str, str], Any], bucket: FakeBucket, action: str, resource: str
    ) -> PermissionResult:
        policy = json.loads(bucket.policy) if bucket.policy else {}
        left = [each for each in policy.get("Statement", []) if each.get("Condition") != WITHOUT_TLS]
        if not policy or left == policy["Statement"]:
            return original(action, resource)
        if not left:
            return PermissionResult.NEUTRAL
        return IAMPolicy(json.dumps({**policy, "Statement": left})).is_action_permitted(action, resource)
