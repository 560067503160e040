"""What one resource type has to say; the engine in this package does the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from local.providers.values import Properties, Value, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from local.providers.call import Call
    from local.providers.property import Property

    Tagger = Callable[[Call, str, dict[str, str], list[str]], None]
    """Writes tags: (call, resource's id, tags to set, tag keys to remove)."""


@dataclass(frozen=True)
class AutoName:
    """A property that gets the logical name plus a suffix when it is not set; MAXIMUM in characters."""

    property: str = "name"
    maximum: int = 255


@dataclass(frozen=True)
class Change:
    """An update: the state before, the inputs wanted, and the names of the properties that differ."""

    old: Properties
    new: Properties
    names: frozenset[str]

    def __contains__(self, name: str) -> bool:
        """Tell whether property NAME changes."""
        return name in self.names

    def any(self, *names: str) -> bool:
        """Tell whether one of NAMES changes."""
        return not self.names.isdisjoint(names)


class ResourceType:
    """One resource type: data for the engine, and its calls to AWS.

    `defaults_out` are outputs of features that this stand-in does not manage, as AWS has them when nobody asked.
    `untold` are properties that AWS may leave out of its answer, so that the state's value stays.
    `missing` are AWS' error codes for "not there", `busy` those for "not yet" when it is deleted.
    """

    token: ClassVar[str]
    title: ClassVar[str]
    properties: ClassVar[Mapping[str, Property]]
    outputs: ClassVar[frozenset[str]] = frozenset()
    defaults_out: ClassVar[Mapping[str, Value]] = {}
    name: ClassVar[AutoName | None] = None
    missing: ClassVar[frozenset[str]] = frozenset()
    busy: ClassVar[frozenset[str]] = frozenset()
    untold: ClassVar[frozenset[str]] = frozenset()
    regional: ClassVar[bool] = True
    minutes: ClassVar[float] = 10.0
    tagger: ClassVar[Tagger | None] = None

    @property
    def taggable(self) -> bool:
        """Whether the provider's default tags apply."""
        return type(self).tagger is not None

    def tag(self, call: Call, resource_id: str, tags: dict[str, str], removed: list[str]) -> None:
        """Set TAGS and take away the keys REMOVED, through the service's tagging API."""
        tagger = type(self).tagger
        if tagger is not None:
            tagger(call, resource_id, tags, removed)

    def validate(self, inputs: Properties) -> Iterable[tuple[str, str]]:  # noqa: ARG002 - for those that have rules
        """Yield (property, what is wrong with it) for INPUTS that AWS would refuse; unknowns are left alone."""
        return ()

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the thing with as little as can fail, and return its id."""
        raise NotImplementedError

    def settle(self, call: Call, resource_id: str, inputs: Properties) -> None:
        """Do what belongs to creation once the thing exists; a failure here leaves it in the state."""

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Return what AWS has, `tagsAll` with all tags; None when it is gone. KNOWN is the last state."""
        raise NotImplementedError

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Write what CHANGE names, and nothing else; tags are written elsewhere."""
        raise NotImplementedError

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Take it away; a "not there" of AWS is fine."""
        raise NotImplementedError

    def recomputed(self, change: Change) -> Iterable[str]:  # noqa: ARG002 - for those that have such outputs
        """Return the outputs that CHANGE will change, so that a preview shows them as unknown."""
        return ()


def given(inputs: Properties, **parameters: str) -> dict[str, Value]:
    """Return AWS' PARAMETERS (AWS name = our name) for those INPUTS that are set."""
    return {aws: plain(inputs[ours]) for aws, ours in parameters.items() if inputs.get(ours) is not None}


def tag_list(tags: Mapping[str, str] | None) -> Value:
    """Return TAGS the way most AWS APIs take them."""
    return [{"Key": key, "Value": value} for key, value in (tags or {}).items()]


def tag_map(tags: Iterable[Value] | None) -> dict[str, str]:
    """Return AWS' TAGS as a map, without those that AWS itself writes."""
    found = {tag.get("Key", ""): tag.get("Value", "") for tag in tags or ()}
    return {key: value for key, value in sorted(found.items()) if not key.startswith("aws:")}
