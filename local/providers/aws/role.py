"""aws:iam/role:Role."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote

from local.providers import tagging
from local.providers.property import flag, mapping, number, policy, text
from local.providers.resource import AutoName, Change, ResourceType, given, tag_list, tag_map

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties, Value


class Role(ResourceType):
    """An IAM role."""

    token = "aws:iam/role:Role"  # noqa: S105 - a type token
    title = "role"
    properties: ClassVar = {
        "name": text(replaces=True),
        "assumeRolePolicy": policy(required=True),
        "description": text(),
        "forceDetachPolicies": flag(default=False, local=True),
        "maxSessionDuration": number(default=3600),
        "path": text(default="/", replaces=True),
        "permissionsBoundary": text(),
        "tags": mapping(),
    }
    outputs = frozenset({"arn", "createDate", "uniqueId", "managedPolicyArns"})
    defaults_out: ClassVar = {"inlinePolicies": [], "namePrefix": ""}
    name = AutoName(maximum=64)
    missing = frozenset({"NoSuchEntity"})
    regional = False
    tagger = tagging.role

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the role."""
        optional = given(
            inputs,
            Description="description",
            MaxSessionDuration="maxSessionDuration",
            PermissionsBoundary="permissionsBoundary",
        )
        call.client("iam").create_role(
            RoleName=inputs["name"],
            Path=inputs["path"],
            AssumeRolePolicyDocument=document(inputs["assumeRolePolicy"]),
            **optional,
            **({"Tags": tag_list(inputs["tagsAll"])} if inputs.get("tagsAll") else {}),
        )
        return inputs["name"]

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the role."""
        del known
        client = call.client("iam")
        role: Value = client.get_role(RoleName=resource_id)["Role"]
        attached: Value = client.list_attached_role_policies(RoleName=resource_id)["AttachedPolicies"]
        return {
            "arn": role["Arn"],
            "assumeRolePolicy": told(role["AssumeRolePolicyDocument"]),
            "createDate": role["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ"),
            "description": role.get("Description", ""),
            "managedPolicyArns": sorted(item["PolicyArn"] for item in attached),
            "maxSessionDuration": role.get("MaxSessionDuration", 3600),
            "name": role["RoleName"],
            "path": role["Path"],
            "permissionsBoundary": role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn", ""),
            "uniqueId": role["RoleId"],
            "tagsAll": tag_map(role.get("Tags")),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Write what changed: AWS has a call for each group of properties."""
        client = call.client("iam")
        if "assumeRolePolicy" in change:
            trust = document(change.new["assumeRolePolicy"])
            client.update_assume_role_policy(RoleName=resource_id, PolicyDocument=trust)
        if change.any("description", "maxSessionDuration"):
            client.update_role(
                RoleName=resource_id,
                Description=change.new.get("description", ""),
                MaxSessionDuration=change.new["maxSessionDuration"],
            )
        if "permissionsBoundary" in change and change.new.get("permissionsBoundary"):
            boundary = change.new["permissionsBoundary"]
            client.put_role_permissions_boundary(RoleName=resource_id, PermissionsBoundary=boundary)
        elif "permissionsBoundary" in change:
            client.delete_role_permissions_boundary(RoleName=resource_id)

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the role, with what is attached to it where the program says so."""
        client = call.client("iam")
        if known.get("forceDetachPolicies"):
            for item in client.list_attached_role_policies(RoleName=resource_id)["AttachedPolicies"]:
                client.detach_role_policy(RoleName=resource_id, PolicyArn=item.get("PolicyArn", ""))
            for name in client.list_role_policies(RoleName=resource_id)["PolicyNames"]:
                client.delete_role_policy(RoleName=resource_id, PolicyName=name)
        client.delete_role(RoleName=resource_id)


def document(value: Value) -> str:
    """Return the policy document VALUE, an object or JSON, as the JSON that IAM takes."""
    return value if isinstance(value, str) else json.dumps(value)


def told(value: Value) -> str:
    """Return IAM's answer for a document as JSON; boto3 decodes some answers and leaves others URL-encoded."""
    if isinstance(value, str):
        return unquote(value) if value.startswith("%7B") else value
    return json.dumps(value, separators=(",", ":"))
