"""Both colors stand in every forward that clients may meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .forward import COLORS, Forward, color_of, forwards, preview_color
from .resource import UNKNOWN, Resource
from .rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _check(resource: Resource, _: Sequence[Resource]) -> Iterator[str]:
    preview = preview_color(resource)
    wanted = frozenset({preview}) if preview else COLORS
    for forward in forwards(resource):
        found = _problem(forward, wanted) if forward.known else None
        if found:
            yield found


def _problem(forward: Forward, wanted: frozenset[str]) -> str | None:
    arns = [arn for arn, _ in forward.members]
    if len(arns) != len(wanted):
        return f"a forward holds {len(arns)} of {len(wanted)} target groups"
    known = [arn for arn in arns if arn is not UNKNOWN]
    strange = [str(arn) for arn in known if color_of(arn) not in wanted]
    if strange:
        return f"a forward leads to {', '.join(strange)}, which is not {' or '.join(sorted(wanted))}"
    if len({color_of(arn) for arn in known}) != len(known):
        return f"a forward holds {color_of(known[0])} twice"
    return None


BOTH_COLORS = Rule(
    name="both-colors-in-every-forward",
    forbids="A forward without exactly the target groups of blue and green",
    why="a group that no listener leads to is not health-checked, so nothing could prove it ready",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    comply=(
        "Name both target groups in `forward.target_groups`, the idle one with weight 0. Only a preview rule, which"
        " asks for an HTTP header whose one value is `blue` or `green`, leads to that color's group alone"
    ),
    check=_check,
)
