"""aws:iam/instanceProfile:InstanceProfile."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.property import mapping, text
from local.providers.resource import AutoName, Change, ResourceType, tag_list, tag_map

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties, Value


class InstanceProfile(ResourceType):
    """What gives instances a role."""

    token = "aws:iam/instanceProfile:InstanceProfile"  # noqa: S105 - a type token
    title = "instance profile"
    properties: ClassVar = {
        "name": text(replaces=True),
        "path": text(default="/", replaces=True),
        "role": text(),
        "tags": mapping(),
    }
    outputs = frozenset({"arn", "createDate", "uniqueId"})
    defaults_out: ClassVar = {"namePrefix": ""}
    name = AutoName(maximum=128)
    missing = frozenset({"NoSuchEntity"})
    regional = False
    tagger = tagging.instance_profile

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the profile."""
        tags: Value = {"Tags": tag_list(inputs["tagsAll"])} if inputs.get("tagsAll") else {}
        call.client("iam").create_instance_profile(InstanceProfileName=inputs["name"], Path=inputs["path"], **tags)
        return inputs["name"]

    def settle(self, call: Call, resource_id: str, inputs: Properties) -> None:
        """Put the role in."""
        if inputs.get("role"):
            role = inputs["role"]
            call.client("iam").add_role_to_instance_profile(InstanceProfileName=resource_id, RoleName=role)

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the profile."""
        del known
        profile: Value = call.client("iam").get_instance_profile(InstanceProfileName=resource_id)["InstanceProfile"]
        return {
            "arn": profile["Arn"],
            "createDate": profile["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ"),
            "name": profile["InstanceProfileName"],
            "path": profile["Path"],
            "role": profile["Roles"][0]["RoleName"] if profile.get("Roles") else "",
            "uniqueId": profile["InstanceProfileId"],
            "tagsAll": tag_map(profile.get("Tags")),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Exchange the role: a profile holds one."""
        if "role" in change:
            self._empty(call, resource_id, change.old)
            self.settle(call, resource_id, change.new)

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Take the role out, as AWS wants it, and delete the profile."""
        self._empty(call, resource_id, self.read(call, resource_id, known) or {})
        call.client("iam").delete_instance_profile(InstanceProfileName=resource_id)

    def _empty(self, call: Call, resource_id: str, state: Properties) -> None:
        if state.get("role"):
            role = state["role"]
            call.client("iam").remove_role_from_instance_profile(InstanceProfileName=resource_id, RoleName=role)
