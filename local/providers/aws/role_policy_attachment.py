"""aws:iam/rolePolicyAttachment:RolePolicyAttachment."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers.property import text
from local.providers.resource import Change, ResourceType

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties


class RolePolicyAttachment(ResourceType):
    """Gives a role a managed policy."""

    token = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"  # noqa: S105 - a type token
    title = "role policy attachment"
    properties: ClassVar = {
        "role": text(required=True, replaces=True),
        "policyArn": text(required=True, replaces=True),
    }
    missing = frozenset({"NoSuchEntity"})
    regional = False

    def create(self, call: Call, inputs: Properties) -> str:
        """Attach the policy; the id only has to be unique."""
        call.client("iam").attach_role_policy(RoleName=inputs["role"], PolicyArn=inputs["policyArn"])
        return f"{inputs['role']}/{inputs['policyArn']}"

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Look for the policy among the role's."""
        role, _, arn = resource_id.partition("/")
        role, arn = known.get("role", role), known.get("policyArn", arn)
        pages = call.client("iam").get_paginator("list_attached_role_policies").paginate(RoleName=role)
        attached = [item.get("PolicyArn") for page in pages for item in page["AttachedPolicies"]]
        return {"role": role, "policyArn": arn} if arn in attached else None

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Nothing can change."""

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Detach the policy."""
        del resource_id
        call.client("iam").detach_role_policy(RoleName=known["role"], PolicyArn=known["policyArn"])
