"""Attributes of load balancers and target groups: AWS keeps them as texts under dotted names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.providers.property import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from local.providers.property import Kind
    from local.providers.resource import Change
    from local.providers.values import Properties, Value


@dataclass(frozen=True)
class Attribute:
    """Our property `name`, AWS' KEY for it, and what AWS has while nobody sets it."""

    name: str
    key: str
    kind: Kind
    default: Value

    def read(self, found: Mapping[str, str]) -> Value:
        """Return the attribute from AWS' answer FOUND; AWS leaves out what does not apply."""
        return normal(self.kind, found[self.key]) if self.key in found else self.default

    def written(self, inputs: Properties) -> dict[str, str]:
        """Return the attribute as AWS takes it."""
        value = inputs.get(self.name)
        return {"Key": self.key, "Value": str(normal("text", self.default if value is None else value))}


def initial(attributes: Iterable[Attribute], inputs: Properties) -> Value:
    """Return those that INPUTS wants otherwise than AWS has them on something new."""
    return [
        attribute.written(inputs)
        for attribute in attributes
        if inputs.get(attribute.name) is not None
        and normal(attribute.kind, inputs[attribute.name]) != attribute.default
    ]


def changed(attributes: Iterable[Attribute], change: Change) -> Value:
    """Return those that CHANGE names."""
    return [attribute.written(change.new) for attribute in attributes if attribute.name in change]


def by_key(answer: Iterable[Value]) -> dict[str, str]:
    """Return AWS' list of attributes as a map."""
    return {item["Key"]: item["Value"] for item in answer}
