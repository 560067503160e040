"""Nothing of a listener or a listener rule is ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .forward import is_listener, is_rule
from .rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .resource import Resource


def _check(resource: Resource, _: Sequence[Resource]) -> Iterator[str]:
    if resource.ignored and (is_listener(resource) or is_rule(resource)):
        yield f"changes of {', '.join(resource.ignored)} are ignored"


NO_IGNORED_CHANGES = Rule(
    name="no-ignored-changes-on-listeners",
    forbids="`ignore_changes` on a listener or a listener rule",
    why="the program is the only writer of the weights; what is ignored is neither written nor seen when it differs",
    source="https://www.pulumi.com/docs/iac/concepts/resources/options/ignorechanges/",
    comply="Take the option away, and let nothing else write the listener",
    check=_check,
)
