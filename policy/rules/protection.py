"""What all traffic passes through is protected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .forward import is_balancer, is_listener, is_target_group
from .rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .resource import Resource


def _check(resource: Resource, _: Sequence[Resource]) -> Iterator[str]:
    carries = is_balancer(resource) or is_listener(resource) or is_target_group(resource)
    if carries and not resource.protect:
        yield "it can be deleted"


PROTECTED = Rule(
    name="traffic-path-protected",
    forbids="A load balancer, listener or target group without `protect`",
    why="both colors hang on them: deleting or replacing one cuts off all clients",
    source="https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
    comply="Set the resource option `protect=True`; the router gives it to all that it makes",
    check=_check,
)
