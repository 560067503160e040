"""aws:iam/rolePolicy:RolePolicy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers.aws.role import document, told
from local.providers.property import policy, text
from local.providers.resource import AutoName, Change, ResourceType

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties


class RolePolicy(ResourceType):
    """A policy that lives inside a role."""

    token = "aws:iam/rolePolicy:RolePolicy"  # noqa: S105 - a type token
    title = "role policy"
    properties: ClassVar = {
        "name": text(replaces=True),
        "role": text(required=True, replaces=True),
        "policy": policy(required=True),
    }
    defaults_out: ClassVar = {"namePrefix": ""}
    name = AutoName(maximum=128)
    missing = frozenset({"NoSuchEntity"})
    regional = False

    def create(self, call: Call, inputs: Properties) -> str:
        """Write the policy."""
        self._put(call, inputs)
        return f"{inputs['role']}:{inputs['name']}"

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the policy."""
        del known
        role, _, name = resource_id.partition(":")
        found = call.client("iam").get_role_policy(RoleName=role, PolicyName=name)
        return {"name": name, "role": role, "policy": told(found["PolicyDocument"])}

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Write the policy over the old one."""
        del resource_id
        self._put(call, change.new)

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the policy."""
        del known
        role, _, name = resource_id.partition(":")
        call.client("iam").delete_role_policy(RoleName=role, PolicyName=name)

    def _put(self, call: Call, inputs: Properties) -> None:
        call.client("iam").put_role_policy(
            RoleName=inputs["role"], PolicyName=inputs["name"], PolicyDocument=document(inputs["policy"])
        )
