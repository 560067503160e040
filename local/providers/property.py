"""What a resource type says about one of its properties."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from local.providers.values import UNKNOWN, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["text", "number", "flag", "policy", "list", "set", "map", "block"]


class Options(TypedDict, total=False):
    """What may be said of a property, whatever its kind."""

    required: bool
    default: Value
    replaces: bool
    computed: bool
    local: bool
    secret: bool
    key: str


@dataclass(frozen=True)
class Property:
    """One property: its shape, and how the official provider treats it.

    `computed`: AWS decides when it is not set, so that leaving it out is no change.
    `replaces`: a change needs another resource. `local`: AWS is never told, the state alone knows it.
    `key`: the field by which two elements of a set are the same thing with other values.
    """

    kind: Kind
    element: Property | None = None
    fields: Mapping[str, Property] = field(default_factory=dict)
    required: bool = False
    default: Value = None
    replaces: bool = False
    computed: bool = False
    local: bool = False
    secret: bool = False
    key: str = ""


def text(**options: Unpack[Options]) -> Property:
    """Return a string property."""
    return Property("text", **options)


def number(**options: Unpack[Options]) -> Property:
    """Return a number property."""
    return Property("number", **options)


def flag(**options: Unpack[Options]) -> Property:
    """Return a boolean property."""
    return Property("flag", **options)


def policy(**options: Unpack[Options]) -> Property:
    """Return an IAM policy document, which two different texts may say alike."""
    return Property("policy", **options)


def mapping(**options: Unpack[Options]) -> Property:
    """Return a map of strings, such as tags."""
    return Property("map", text(), **options)


def texts(**options: Unpack[Options]) -> Property:
    """Return a set of strings: their order says nothing."""
    return Property("set", text(), **options)


def items(element: Property, **options: Unpack[Options]) -> Property:
    """Return a list of ELEMENT, whose order counts."""
    return Property("list", element, **options)


def group(element: Property, **options: Unpack[Options]) -> Property:
    """Return a set of ELEMENT: their order says nothing."""
    return Property("set", element, **options)


def block(fields: Mapping[str, Property], **options: Unpack[Options]) -> Property:
    """Return one object of FIELDS."""
    return Property("block", fields=fields, **options)


def normal(kind: Kind, value: Value) -> Value:
    """Return the scalar VALUE as its KIND has it: SDKs send "true" for true and 80 for "80"."""
    if value is None or value is UNKNOWN:
        return value
    match kind:
        case "text":
            return str(value).lower() if isinstance(value, bool) else str(value)
        case "number" if isinstance(value, str):
            return float(value) if "." in value else int(value)
        case "flag" if isinstance(value, str):
            return value.lower() == "true"
        case "policy":
            return policy_text(value)
        case _:
            return value


def policy_text(value: Value) -> str:
    """Return the policy document VALUE, an object or its JSON, as JSON; equal for equal meanings.

    IAM takes one string and a list of one string for the same thing, and lists in any order
    (IAM User Guide, "Grammar of the IAM JSON policy language").
    """
    try:
        document = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    return json.dumps(_canonical(document), sort_keys=True, separators=(",", ":"))


def _canonical(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, list):
        members = sorted((_canonical(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
        return members[0] if len(members) == 1 else members
    return value
