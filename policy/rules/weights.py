"""The weights of a forward are shares of 100."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .forward import live_forwards
from .resource import UNKNOWN, Resource
from .rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WHOLE = 100
"""Percent."""


def _check(resource: Resource, _: Sequence[Resource]) -> Iterator[str]:
    for forward in live_forwards(resource):
        weights = [weight for _, weight in forward.members]
        if not forward.known or UNKNOWN in weights:
            continue
        wrong = [weight for weight in weights if not _is_share(weight)]
        if wrong:
            yield f"a forward has the weight {_told(wrong[0])}, which is no whole number from 0 to {WHOLE}"
        elif sum(weights) != WHOLE:
            yield f"the weights of a forward are {', '.join(map(_told, weights))}: {_told(sum(weights))} in all"


def _is_share(weight: object) -> bool:
    if isinstance(weight, bool) or not isinstance(weight, int | float):
        return False
    return 0 <= weight <= WHOLE and weight == int(weight)


def _told(weight: object) -> str:
    return f"{weight:g}" if isinstance(weight, int | float) else "(none)" if weight is None else str(weight)


WEIGHTS = Rule(
    name="weights-sum-to-100",
    forbids="A forward whose weights are not whole numbers that sum to 100",
    why="AWS takes weights from 0 to 999 relative to each other and gives an omitted one 1, and all readers of the"
    " listener (gate, plan, status) take them for percent",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html",
    comply="Write both weights out, 100 and 0, or a canary's share and the rest",
    check=_check,
)
