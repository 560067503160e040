"""aws:ssm/parameter:Parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.property import flag, mapping, text
from local.providers.resource import AutoName, Change, ResourceType, given, tag_list, tag_map

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.providers.call import Call
    from local.providers.values import Properties, Value

_TYPES = ("String", "StringList", "SecureString")
_VALUES = ("value", "insecureValue")


class SsmParameter(ResourceType):
    """A named value in the parameter store."""

    token = "aws:ssm/parameter:Parameter"  # noqa: S105 - a type token
    title = "parameter"
    properties: ClassVar = {
        "name": text(replaces=True),
        "type": text(required=True),
        "value": text(secret=True),
        "insecureValue": text(),
        "description": text(),
        "tier": text(computed=True),
        "dataType": text(computed=True),
        "keyId": text(computed=True),
        "overwrite": flag(local=True),
        "tags": mapping(),
    }
    outputs = frozenset({"arn", "version"})
    defaults_out: ClassVar = {"allowedPattern": ""}
    name = AutoName(maximum=2048)
    missing = frozenset({"ParameterNotFound"})
    tagger = tagging.ssm_parameter

    def validate(self, inputs: Properties) -> Iterable[tuple[str, str]]:
        """Check the type, and that there is one value."""
        if isinstance(inputs["type"], str) and inputs["type"] not in _TYPES:
            yield "type", f"expected one of {', '.join(_TYPES)}, got {inputs['type']!r}"
        if sum(inputs.get(name) is not None for name in _VALUES) != 1:
            yield "value", f"set exactly one of {', '.join(_VALUES)}"

    def create(self, call: Call, inputs: Properties) -> str:
        """Write a parameter that must be new, unless `overwrite` says otherwise."""
        tags = inputs.get("tagsAll")
        call.client("ssm").put_parameter(
            **_parameters(inputs),
            Overwrite=bool(inputs.get("overwrite")),
            **({"Tags": tag_list(tags)} if tags and not inputs.get("overwrite") else {}),
        )
        return inputs["name"]

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for value, description and tags, each of which has a call of its own."""
        client = call.client("ssm")
        found: Value = client.get_parameter(Name=resource_id, WithDecryption=True)["Parameter"]
        named: Value = [{"Key": "Name", "Option": "Equals", "Values": [resource_id]}]
        described: Value = client.describe_parameters(ParameterFilters=named)["Parameters"]
        details = described[0] if described else {}
        tags = client.list_tags_for_resource(ResourceType="Parameter", ResourceId=resource_id)
        shown = "insecureValue" if known.get("insecureValue") is not None else "value"
        return {
            "arn": found.get("ARN"),
            "dataType": found.get("DataType", "text"),
            "description": details.get("Description", ""),
            "keyId": details.get("KeyId", ""),
            "name": found["Name"],
            "tier": details.get("Tier") or "Standard",
            "type": found["Type"],
            "version": found["Version"],
            shown: found["Value"],
            "tagsAll": tag_map(tags.get("TagList")),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Write the parameter once."""
        del resource_id
        if change.any("type", "value", "insecureValue", "description", "tier"):
            call.client("ssm").put_parameter(**_parameters(change.new), Overwrite=True)

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the parameter with its history."""
        del known
        call.client("ssm").delete_parameter(Name=resource_id)

    def recomputed(self, change: Change) -> Iterable[str]:
        """Each write counts the version up."""
        return ["version"] if change.any("type", "value", "insecureValue", "description", "tier") else []


def _parameters(inputs: Properties) -> Value:
    optional = given(inputs, Description="description", Tier="tier", DataType="dataType", KeyId="keyId")
    value = inputs["value"] if inputs.get("value") is not None else inputs["insecureValue"]
    return {"Name": inputs["name"], "Type": inputs["type"], "Value": value, **optional}
