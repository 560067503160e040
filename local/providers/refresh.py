"""What a refresh makes of the cloud's answer: outputs in a steady form, and inputs where they no longer hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.providers.difference import pairs, related, same
from local.providers.property import normal
from local.providers.values import DEFAULTS, Value, is_empty, is_zero

if TYPE_CHECKING:
    from local.providers.property import Property


def aligned(schema: Property, cloud: Value, reference: Value) -> Value:
    """Return CLOUD as the SDK has it, with sets in the order of REFERENCE, so that nothing but a change shows."""
    if cloud is None:
        return None
    if schema.kind == "block":
        return _aligned_block(schema, cloud, reference)
    if schema.kind in ("list", "set") and schema.element is not None:
        return _aligned_elements(schema, schema.element, cloud, reference)
    if schema.kind == "map":
        return dict(cloud)
    if schema.kind == "policy":
        kept = normal("policy", reference) == normal("policy", cloud) and isinstance(reference, str)
        return reference if kept else cloud
    return normal(schema.kind, cloud)


def _aligned_block(schema: Property, cloud: Value, reference: Value) -> Value:
    known = reference if isinstance(reference, dict) else {}
    fields = schema.fields
    shown = {
        name: aligned(fields[name], value, known.get(name)) if name in fields else value
        for name, value in cloud.items()
    }
    return {name: value for name, value in shown.items() if value is not None}


def _aligned_elements(schema: Property, element: Property, cloud: list[Value], reference: Value) -> list[Value]:
    known = reference if isinstance(reference, list) else []
    if schema.kind == "list":
        padded = known + [None] * len(cloud)
        return [aligned(element, value, padded[position]) for position, value in enumerate(cloud)]
    ordered = cloud if known else sorted(cloud, key=str)
    found = sorted(pairs(schema, ordered, known), key=_reference_first)
    return [aligned(element, value, wanted) for _, value, wanted in found if value is not None]


def _reference_first(pair: tuple[int, Value, Value]) -> tuple[bool, int]:
    position, _, wanted = pair
    return wanted is None, position


def refreshed(schema: Property, old: Value, cloud: Value) -> Value:  # noqa: PLR0911 - one per kind
    """Return the input OLD as CLOUD now has it: OLD itself while it still describes what is there.

    Only what the program had set is looked at, as the official provider does on a refresh.
    """
    if schema.local or (cloud is None and is_zero(old)):
        return old
    if cloud is None:
        return None
    if schema.kind == "block" and isinstance(old, dict):
        return _refreshed_block(schema, old, cloud)
    if same(schema, cloud, old):
        return old
    if schema.kind in ("list", "set") and schema.element is not None:
        return _refreshed_elements(schema, schema.element, old, cloud)
    if schema.kind == "map":
        return {**({DEFAULTS: old[DEFAULTS]} if DEFAULTS in old else {}), **cloud}
    return normal(schema.kind, cloud) if schema.kind != "policy" else cloud


def _refreshed_block(schema: Property, old: Value, cloud: Value) -> Value:
    changed = {
        name: value if name == DEFAULTS else refreshed(schema.fields[name], value, cloud.get(name))
        for name, value in old.items()
    }
    return {name: value for name, value in changed.items() if value is not None}


def _refreshed_elements(schema: Property, element: Property, old: list[Value], cloud: list[Value]) -> list[Value]:
    if schema.kind == "list":
        known = old + [None] * len(cloud)
        matched = [(known[position], value) for position, value in enumerate(cloud)]
    else:
        found = sorted(pairs(schema, cloud, old), key=_reference_first)
        matched = [
            (wanted if wanted is not None and related(schema, value, wanted) else None, value)
            for _, value, wanted in found
            if value is not None
        ]
    return [refreshed(element, known, value) if known is not None else new_input(value) for known, value in matched]


def new_input(value: Value) -> Value:
    """Return VALUE, which no input described so far, without what says nothing."""
    if isinstance(value, dict):
        kept = {key: new_input(item) for key, item in value.items() if not is_empty(item)}
        return {DEFAULTS: [], **kept}
    if isinstance(value, list):
        return [new_input(item) for item in value]
    return value
