"""What a pack's configuration may accept: one resource, for one rule, with a reason. Inert for anything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .resource import Resource

SCHEMA: dict[str, dict[str, Any]] = {
    "accept": {
        "type": "array",
        "description": "Resources that this rule lets pass",
        "items": {
            "type": "object",
            "required": ["resource", "because"],
            "additionalProperties": False,
            "properties": {
                "resource": {"type": "string", "description": "TYPE::NAME, as a URN ends"},
                "because": {"type": "string", "minLength": 1},
            },
        },
    }
}
"""The JSON schema of a rule's configuration."""


def is_accepted(resource: Resource, accepted: Sequence[object]) -> bool:
    """Tell whether one of ACCEPTED names RESOURCE as `TYPE::NAME` and gives a reason."""
    named = f"{resource.type}::{resource.name}"
    return any(
        isinstance(item, Mapping) and item.get("resource") == named and str(item.get("because") or "").strip()
        for item in accepted
    )
