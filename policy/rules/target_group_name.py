"""Target groups are named by Pulumi."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .forward import is_target_group
from .resource import UNKNOWN, Resource
from .rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _check(resource: Resource, _: Sequence[Resource]) -> Iterator[str]:
    name = resource.get("name")
    if not is_target_group(resource) or name is None or name is UNKNOWN:
        return
    # The engine shows a resource after the provider has named it: what Pulumi adds to the logical name is random.
    if not re.fullmatch(rf"{re.escape(resource.name)}-[0-9a-f]{{7}}", str(name)):
        yield f"the name {name} is fixed"


NO_FIXED_NAME = Rule(
    name="no-fixed-target-group-name",
    forbids="A target group with a fixed name",
    why="names are unique in a region, so a replacement would have to delete the group in use before it makes the new",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
    comply="Leave `name` away: Pulumi adds seven random characters to the logical name",
    check=_check,
)
