"""Property values as Python sees them: plain JSON values, plus what only Pulumi has."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

Value = Any  # a JSON value, or one of the three below
Properties = dict[str, Any]

DEFAULTS: Final = "__defaults"
"""The key under which a provider notes which inputs it filled in itself (Pulumi's Terraform bridge)."""


class Unknown(Enum):
    """A value that only an update will decide."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        """Return what a log shows for it."""
        return "<unknown>"


UNKNOWN: Final = Unknown.UNKNOWN


@dataclass(frozen=True)
class Secret:
    """A value that the engine encrypts and never prints."""

    value: Value

    def __repr__(self) -> str:
        """Return what a log may show: not the value."""
        return "Secret(...)"


@dataclass(frozen=True)
class Output:
    """A value with the resources that it depends on; `UNKNOWN` while it is not known."""

    value: Value = UNKNOWN
    secret: bool = False
    dependencies: tuple[str, ...] = field(default=())


def plain(value: Value) -> Value:
    """Return VALUE without secrets, outputs, empty entries and notes on defaults: what AWS would be sent."""
    if isinstance(value, (Secret, Output)):
        return plain(value.value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if item is not None and key != DEFAULTS}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def has_unknown(value: Value) -> bool:
    """Tell whether VALUE, or anything in it, is only known after an update."""
    if isinstance(value, dict):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(has_unknown(item) for item in value)
    return value is UNKNOWN


def is_empty(value: Value) -> bool:
    """Tell whether there is nothing in VALUE; 0 and false are something."""
    return value is None or (value is not UNKNOWN and not isinstance(value, (int, float)) and not value)


def is_zero(value: Value) -> bool:
    """Tell whether VALUE says nothing, as Terraform's SDK sees it: absent, empty, 0 or false."""
    return value is None or (value is not UNKNOWN and value in ("", 0, False)) or value in ([], {})
