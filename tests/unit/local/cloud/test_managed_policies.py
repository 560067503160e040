"""Amazon's own policies can be attached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.local.cloud.stack import Stack

POLICY = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"


@pytest.fixture
def managed_policies() -> str:
    """Load them, as the local AWS does."""
    return "true"


def test_a_role_takes_one_of_amazons_policies(stack: Stack) -> None:
    """It is attached and listed."""
    stack.profile("reader")
    stack.iam.attach_role_policy(RoleName="reader", PolicyArn=POLICY)
    attached = stack.iam.list_attached_role_policies(RoleName="reader")["AttachedPolicies"]
    assert [each.get("PolicyArn") for each in attached] == [POLICY]
