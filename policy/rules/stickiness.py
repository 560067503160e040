"""A forward says whether clients stick to a color."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .forward import Forward, live_forwards
from .resource import UNKNOWN, Resource, blocks, is_false, is_true
from .rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LONGEST = 604_800
"""Seconds: seven days (ELB API reference, TargetGroupStickinessConfig)."""


def _check(resource: Resource, _: Sequence[Resource]) -> Iterator[str]:
    for forward in live_forwards(resource):
        if forward.stickiness is not UNKNOWN and not any(map(_is_declared, blocks(forward.stickiness))):
            yield f"a forward to {_count(forward)} has no stickiness with `enabled` and `duration`"


def _is_declared(stickiness: Mapping[str, object]) -> bool:
    enabled, duration = stickiness.get("enabled"), stickiness.get("duration")
    lasts = isinstance(duration, int | float) and not isinstance(duration, bool) and 1 <= duration <= LONGEST
    return (enabled is UNKNOWN or is_true(enabled) or is_false(enabled)) and (duration is UNKNOWN or lasts)


def _count(forward: Forward) -> str:
    return f"{len(forward.members)} target group{'' if len(forward.members) == 1 else 's'}"


STICKINESS = Rule(
    name="stickiness-declared",
    forbids="A forward that does not say whether clients stick to a target group, and for how long",
    why="AWS answers an omitted one with its default, which each refresh then shows as a change; and stickiness goes"
    " before weights, so it must be a decision",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupStickinessConfig.html",
    comply="Write `stickiness={'enabled': False, 'duration': 3600}`, or true with the seconds wanted (at most 604800)",
    check=_check,
)
