"""From what the program says to the inputs the state keeps: names, tags, defaults, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.providers.naming import auto_name
from local.providers.values import DEFAULTS, UNKNOWN, Properties, Value, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pulumi.runtime.proto import provider_pb2

    from local.providers.property import Property
    from local.providers.resource import ResourceType

Failure = tuple[str, str]
"""(property, what is wrong with it)"""

_ALWAYS = frozenset({"region", "tagsAll", "id"})


def checked(
    kind: ResourceType, request: provider_pb2.CheckRequest, news: Properties, olds: Properties, tags: dict[str, str]
) -> tuple[Properties, list[Failure]]:
    """Return the inputs for NEWS with all that the provider fills in, and what is wrong with them.

    OLDS are the inputs of the last update (a given name stays); TAGS are the provider's default tags.
    """
    inputs = plain(news)
    inputs = {key: value for key, value in inputs.items() if key != "tagsAll"}
    filled: list[str] = []
    if kind.name and inputs.get(kind.name.property) is None:
        inputs[kind.name.property] = auto_name(kind.name, request, olds)
        filled.append(kind.name.property)
    for name, schema in kind.properties.items():
        if schema.default is not None and inputs.get(name) is None:
            inputs[name] = schema.default
            filled.append(name)
    if kind.taggable:
        inputs["tagsAll"] = merged_tags(tags, inputs.get("tags"))
    failures = list(_shape_failures(kind.properties, inputs)) or list(kind.validate(inputs))
    return _with_notes(kind.properties, inputs, filled), failures


def merged_tags(defaults: dict[str, str], own: Value) -> Value:
    """Return the provider's DEFAULTS with a resource's OWN tags over them; unknown while those are."""
    if own is UNKNOWN:
        return UNKNOWN
    return {**defaults, **own} if isinstance(own, dict) else dict(defaults)


def _shape_failures(schemas: Mapping[str, Property], inputs: Properties, path: str = "") -> Iterator[Failure]:
    for name in inputs:
        if name not in schemas and not (not path and name in _ALWAYS):
            known = ", ".join(sorted(schemas))
            yield f"{path}{name}", f"not supported by the local AWS provider; it knows {known}"
    for name, schema in schemas.items():
        at = f"{path}{name}"
        value = inputs.get(name)
        if value is None:
            if schema.required:
                yield at, "required, and not set"
        else:
            yield from _value_failures(schema, value, at)


def _value_failures(schema: Property, value: Value, at: str) -> Iterator[Failure]:
    if value is UNKNOWN:
        return
    wanted: Value = {"list": list, "set": list, "map": dict, "block": dict}.get(schema.kind)
    if wanted and not isinstance(value, wanted):
        yield at, f"expected {'a list' if wanted is list else 'an object'}, got {value!r}"
    elif schema.kind == "number" and not _is_number(value):
        yield at, f"expected a number, got {value!r}"
    elif schema.kind == "block":
        yield from _shape_failures(schema.fields, value, f"{at}.")
    elif schema.kind in ("list", "set") and schema.element is not None:
        for position, item in enumerate(value):
            yield from _value_failures(schema.element, item, f"{at}[{position}]")


def _is_number(value: Value) -> bool:
    if isinstance(value, str):
        return value.lstrip("-").replace(".", "", 1).isdigit()
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _with_notes(schemas: Mapping[str, Property], inputs: Properties, filled: list[str]) -> Properties:
    noted = {name: _noted(schemas[name], value) if name in schemas else value for name, value in inputs.items()}
    return {**noted, DEFAULTS: sorted(filled)}


def _noted(schema: Property, value: Value) -> Value:
    if value is UNKNOWN or not has_objects(schema):
        return value
    if schema.kind == "block" and isinstance(value, dict):
        return _with_notes(schema.fields, value, [])
    if schema.element is not None and isinstance(value, list):
        return [_noted(schema.element, item) for item in value]
    return value


def has_objects(schema: Property) -> bool:
    """Tell whether SCHEMA is, or holds, an object with fields of its own."""
    return schema.kind == "block" or (schema.element is not None and has_objects(schema.element))
