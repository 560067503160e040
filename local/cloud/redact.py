"""Secrets leave no trace in the list of calls."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from botocore.model import ListShape, MapShape, Shape, StructureShape

REDACTED = "(redacted)"


def redact(parameters: dict[str, Any], shape: Shape | None) -> dict[str, Any]:
    """Return PARAMETERS with all that AWS's model, SHAPE, marks as sensitive replaced, and as JSON can hold them."""
    if shape is None:
        return {}
    return cast("dict[str, Any]", _redact(parameters, shape))


def _redact(value: object, shape: Shape) -> object:
    if shape.metadata.get("sensitive"):
        return REDACTED
    if isinstance(value, dict):
        return _redact_mapping(cast("dict[str, object]", value), shape)
    if isinstance(value, list):
        member = cast("ListShape", shape).member
        return [_redact(item, member) for item in cast("list[object]", value)]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return value


def _redact_mapping(value: dict[str, object], shape: Shape) -> dict[str, object]:
    if shape.type_name == "map":
        inner = cast("MapShape", shape).value
        return {key: _redact(item, inner) for key, item in value.items()}
    members = cast("StructureShape", shape).members
    # What the model does not know, it can't vouch for.
    return {key: _redact(item, members[key]) if key in members else REDACTED for key, item in value.items()}
