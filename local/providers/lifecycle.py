"""Create, read, update and delete any resource type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from botocore.exceptions import BotoCoreError, ClientError

from local.providers.comparison import changes
from local.providers.errors import InitFailedError, ProviderError, code_of, worded
from local.providers.refresh import new_input, refreshed
from local.providers.resource import Change
from local.providers.state import outputs_of, planned_create, planned_update
from local.providers.values import DEFAULTS, Properties, is_empty, plain

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.resource import ResourceType

_FROM_AWS: Final = (ClientError, BotoCoreError, ProviderError)

Found = tuple[str, Properties, Properties]
"""(id, outputs, inputs)"""


def plan_create(kind: ResourceType, inputs: Properties) -> Properties:
    """Return the outputs that a preview shows for a creation from INPUTS."""
    return planned_create(kind, inputs)


def plan_update(kind: ResourceType, state: Properties, news: Properties) -> Properties:
    """Return the outputs that a preview shows for an update of STATE to NEWS."""
    return planned_update(kind, _change(kind, state, news))


def create(kind: ResourceType, call: Call, inputs: Properties) -> tuple[str, Properties]:
    """Make the resource and return (id, outputs).

    Raise InitFailedError once there is something that the state must know.
    """
    wanted = plain(inputs)
    resource_id = kind.create(call, wanted)
    try:
        kind.settle(call, resource_id, wanted)
        cloud = call.until(lambda: look(kind, call, resource_id, wanted), f"{kind.title} {resource_id} to be visible")
    except _FROM_AWS as error:
        message = worded(error, f"{kind.title} {resource_id} was created, but is not complete")
        known = _best_effort(kind, call, resource_id, wanted)
        raise InitFailedError(message, resource_id, known, inputs) from error
    return resource_id, _outputs(kind, call, resource_id, cloud, wanted)


def read(kind: ResourceType, call: Call, resource_id: str, state: Properties, inputs: Properties) -> Found | None:
    """Return (id, outputs, inputs) as AWS has them now, or None when the resource is gone."""
    known = {**plain(inputs), **state}
    cloud = look(kind, call, resource_id, known)
    if cloud is None:
        return None
    outputs = _outputs(kind, call, resource_id, cloud, known)
    shown = plain(outputs)
    if not inputs and not state:
        return resource_id, outputs, _imported(kind, shown)
    return resource_id, outputs, _refreshed_inputs(kind, inputs, shown)


def update(kind: ResourceType, call: Call, resource_id: str, state: Properties, news: Properties) -> Properties:
    """Write what differs between STATE and NEWS, and return the outputs afterwards.

    Raise InitFailedError when AWS refuses it: with the outputs that were planned, as the official provider does, whose
    framework takes what was planned for what is unless the resource says otherwise (terraform-plugin-sdk,
    helper/schema, ResourceData.Partial). The next update then finds nothing to write; a refresh tells the truth.
    """
    change = _change(kind, state, news)
    known = {**state, **change.new}
    for name in change.names & set(kind.properties):
        if name not in change.new:
            known.pop(name, None)
    try:
        kind.update(call, resource_id, change)
        if kind.taggable and "tagsAll" in change:
            _write_tags(kind, call, resource_id, change)
    except _FROM_AWS as error:
        message = worded(error, f"updating {kind.title} {resource_id}")
        raise InitFailedError(message, resource_id, _outputs(kind, call, resource_id, known, known), news) from error
    cloud = look(kind, call, resource_id, known)
    if cloud is None:
        raise ProviderError(f"{kind.title} {resource_id} is gone: run `pulumi refresh`")
    return _outputs(kind, call, resource_id, cloud, known)


def delete(kind: ResourceType, call: Call, resource_id: str, state: Properties) -> None:
    """Take the resource away; wait while AWS says that something still uses it."""

    def tried() -> bool:
        try:
            kind.delete(call, resource_id, state)
        except ClientError as error:
            if code_of(error) in kind.missing:
                return True
            if code_of(error) in kind.busy and not call.expired():
                return False
            raise
        return True

    call.until(tried, f"{kind.title} {resource_id} to be deleted")


def look(kind: ResourceType, call: Call, resource_id: str, known: Properties) -> Properties | None:
    """Return what AWS has of the resource, or None when it has nothing of it."""
    try:
        return kind.read(call, resource_id, known)
    except ClientError as error:
        if code_of(error) in kind.missing:
            return None
        raise


def _change(kind: ResourceType, state: Properties, news: Properties) -> Change:
    return Change(state, plain(news), frozenset(difference.top for difference in changes(kind, state, news)))


def _write_tags(kind: ResourceType, call: Call, resource_id: str, change: Change) -> None:
    old: dict[str, str] = change.old.get("tagsAll") or {}
    new: dict[str, str] = change.new.get("tagsAll") or {}
    added = {key: value for key, value in new.items() if old.get(key) != value}
    kind.tag(call, resource_id, added, sorted(set(old) - set(new)))


def _outputs(kind: ResourceType, call: Call, resource_id: str, cloud: Properties, known: Properties) -> Properties:
    region = {"region": call.region} if kind.regional else {}
    return {**outputs_of(kind, resource_id, cloud, known, call.default_tags), **region}


def _best_effort(kind: ResourceType, call: Call, resource_id: str, wanted: Properties) -> Properties:
    try:
        cloud = look(kind, call, resource_id, wanted)
    except _FROM_AWS:
        cloud = None
    return _outputs(kind, call, resource_id, cloud or {}, wanted)


def _refreshed_inputs(kind: ResourceType, inputs: Properties, shown: Properties) -> Properties:
    """Return INPUTS with those that no longer hold replaced by what SHOWN, the new outputs, have."""
    result: Properties = {}
    for name, old in inputs.items():
        schema = kind.properties.get(name)
        if name == "tagsAll":
            value = old if plain(old) == shown.get(name) else shown.get(name)
        elif schema is None:
            value = old
        else:
            value = refreshed(schema, old, shown.get(name))
        if value is not None:
            result[name] = value
    return result


def _imported(kind: ResourceType, shown: Properties) -> Properties:
    inputs = {name: new_input(shown[name]) for name in kind.properties if not is_empty(shown.get(name))}
    return {**inputs, DEFAULTS: []}
