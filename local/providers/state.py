"""Outputs: from AWS' answer after the fact, and from the inputs alone in a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.providers.refresh import aligned
from local.providers.values import UNKNOWN, Properties, Secret, plain

if TYPE_CHECKING:
    from local.providers.resource import Change, ResourceType


def outputs_of(
    kind: ResourceType, resource_id: str, cloud: Properties, known: Properties, default_tags: dict[str, str]
) -> Properties:
    """Return the outputs for CLOUD, which is AWS' answer; KNOWN gives sets their order and holds what AWS is not told.

    Deterministic: the same resource gives the same outputs whenever it is read.
    """
    own = {name: value for name, value in known.items() if name in kind.properties}
    outputs: Properties = {"id": resource_id, **kind.defaults_out}
    for name, schema in kind.properties.items():
        told = cloud.get(name)
        value = own.get(name) if schema.local or (told is None and name in kind.untold) else told
        shown = aligned(schema, value, own.get(name))
        if shown is not None:
            outputs[name] = Secret(shown) if schema.secret else shown
    outputs.update({name: cloud[name] for name in kind.outputs if cloud.get(name) is not None})
    if kind.taggable:
        outputs.update(_tags(cloud.get("tagsAll") or {}, plain(known.get("tags")) or {}, default_tags))
    return outputs


def _tags(every: dict[str, str], own: dict[str, str], default_tags: dict[str, str]) -> Properties:
    """Tell the resource's own tags from the provider's: a default tag is own only where the program repeats it."""
    kept = {key: value for key, value in every.items() if key in own or default_tags.get(key) != value}
    return {"tagsAll": every, **({"tags": kept} if kept else {})}


def planned_create(kind: ResourceType, inputs: Properties) -> Properties:
    """Return the outputs that a preview of a creation shows: the inputs, and unknown for what AWS decides."""
    unknown = {name: UNKNOWN for name, schema in kind.properties.items() if schema.computed}
    return {**unknown, **dict.fromkeys(kind.outputs, UNKNOWN), **_shown(kind, inputs)}


def planned_update(kind: ResourceType, change: Change) -> Properties:
    """Return the outputs that a preview of an update shows: the old ones, the new inputs, unknown where recomputed."""
    gone = {name for name in change.names if name in kind.properties and change.new.get(name) is None}
    kept = {name: value for name, value in change.old.items() if name not in gone}
    return {**kept, **_shown(kind, change.new), **dict.fromkeys(kind.recomputed(change), UNKNOWN)}


def _shown(kind: ResourceType, inputs: Properties) -> Properties:
    names = {*kind.properties, "tagsAll"}
    return {
        name: Secret(value) if name in kind.properties and kind.properties[name].secret else value
        for name, value in plain(inputs).items()
        if name in names
    }
