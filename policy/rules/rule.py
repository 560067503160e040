"""What a rule is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .exceptions import is_accepted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .resource import Resource


@dataclass(frozen=True)
class Rule:
    """One thing that no stack may hold."""

    name: str
    """As configuration and the engine's output name it."""
    forbids: str
    """What it forbids: the beginning of a sentence."""
    why: str
    """The reason: the end of that sentence."""
    source: str
    """Where the documentation says so, an address."""
    comply: str
    """What to write instead."""
    check: Callable[[Resource, Sequence[Resource]], Iterable[str]]
    """What is wrong with a resource, given all of its stack. Pure; without `of_the_stack` it sees only the resource."""
    of_the_stack: bool = False
    """It takes other resources to tell. The engine asks such a rule once, after the last resource, so that the preview
    of an update stops it, and `up --skip-preview` only reports."""

    def problems(self, resource: Resource, stack: Sequence[Resource], accepted: Sequence[object] = ()) -> list[str]:
        """What is wrong with RESOURCE of STACK and not ACCEPTED, each as one line that says how to comply."""
        if is_accepted(resource, accepted):
            return []
        return [f"{problem}. {self.comply}. See {self.source}" for problem in self.check(resource, stack)]
