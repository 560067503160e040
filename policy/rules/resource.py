"""A resource as a rule sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class _Unknown(Enum):
    UNKNOWN = "unknown"


UNKNOWN = _Unknown.UNKNOWN
"""A value that a preview can't know. No rule finds fault with it: the update, which knows it, asks again."""


@dataclass(frozen=True)
class Resource:
    """One resource of a stack."""

    type: str
    """The type's token, such as `aws:lb/listener:Listener`."""
    name: str
    """The logical name."""
    urn: str = ""
    """The name that no other resource has."""
    properties: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """By Pulumi's names (camelCase); numbers may be floats, what is not known yet is UNKNOWN."""
    protect: bool = False
    """The resource option `protect`."""
    ignored: tuple[str, ...] = ()
    """The resource option `ignore_changes`: paths of properties."""
    dependencies: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """URNs of the resources that a property was made from, by property. Only rules of a whole stack are given them."""

    def get(self, key: str) -> Any:  # noqa: ANN401  a property has any type
        """The property KEY; None where there is none, UNKNOWN where it is not known yet."""
        return self.properties.get(key)

    def blocks(self, key: str) -> list[Mapping[str, Any]]:
        """The objects that the property KEY holds, one or a list; none where they are absent or unknown."""
        return blocks(self.get(key))


def blocks(value: object) -> list[Mapping[str, Any]]:
    """The objects in VALUE, which holds one, a list of them, or none."""
    items: list[Any] = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, Mapping)]


def is_true(value: object) -> bool:
    """Tell whether VALUE, a boolean or its name as in a launch template, is true."""
    return value is True or value == "true"


def is_false(value: object) -> bool:
    """Tell whether VALUE, a boolean or its name as in a launch template, is false."""
    return value is False or value == "false"


def plain(value: Any, at: Callable[[Any, Any], Any]) -> Any:  # noqa: ANN401  whatever the engine hands over
    """VALUE as plain objects, lists and scalars; AT(container, key) reads one of its values, and may say UNKNOWN."""
    if isinstance(value, Mapping):
        return {key: plain(at(value, key), at) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(at(value, index), at) for index in range(len(value))]
    return value
