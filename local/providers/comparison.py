"""The answer to Diff: what changes, what that replaces, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pulumi.runtime.proto import provider_pb2

from local.providers.difference import Difference, differences
from local.providers.property import mapping
from local.providers.values import DEFAULTS, Properties, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local.providers.resource import ResourceType

_ALL_TAGS: Final = mapping()

_KINDS: Final = {
    "add": (provider_pb2.PropertyDiff.ADD, provider_pb2.PropertyDiff.ADD_REPLACE),
    "delete": (provider_pb2.PropertyDiff.DELETE, provider_pb2.PropertyDiff.DELETE_REPLACE),
    "update": (provider_pb2.PropertyDiff.UPDATE, provider_pb2.PropertyDiff.UPDATE_REPLACE),
}


def changes(kind: ResourceType, state: Properties, news: Properties) -> list[Difference]:
    """Return how the inputs NEWS differ from STATE, the outputs of the last update or refresh."""
    wanted = plain(news)
    found = [
        difference
        for name, schema in sorted(kind.properties.items())
        for difference in differences(schema, name, state.get(name), wanted.get(name))
    ]
    if kind.taggable:
        found += differences(_ALL_TAGS, "tagsAll", state.get("tagsAll"), wanted.get("tagsAll"))
    if isinstance(wanted.get("region"), str) and wanted["region"] != state.get("region", wanted["region"]):
        found.append(Difference("region", "update"))
    return found


def compared(
    kind: ResourceType, state: Properties, news: Properties, ignored: Sequence[str] = ()
) -> provider_pb2.DiffResponse:
    """Return the engine's answer for STATE and NEWS; IGNORED are paths that don't count."""
    found = [change for change in changes(kind, state, news) if not {change.top, change.path}.intersection(ignored)]
    replaces = sorted({change.top for change in found if _replaces(kind, change.top)})
    response = provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if found else provider_pb2.DiffResponse.DIFF_NONE,
        diffs=sorted({change.top for change in found}),
        replaces=replaces,
        deleteBeforeReplace=bool(replaces) and _has_fixed_name(kind, news),
        hasDetailedDiff=True,
    )
    for change in found:
        response.detailedDiff[change.path].kind = _KINDS[change.kind][change.top in replaces]
    return response


def _replaces(kind: ResourceType, name: str) -> bool:
    return name == "region" or (name in kind.properties and kind.properties[name].replaces)


def _has_fixed_name(kind: ResourceType, news: Properties) -> bool:
    """Tell whether two of it can't exist side by side, since the program chose the name."""
    return kind.name is not None and DEFAULTS in news and kind.name.property not in news[DEFAULTS]
