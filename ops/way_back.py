"""Whether a rollback is possible now, asked with the gate's own rule, so that nobody learns it in need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import cloud
from components.color import Color, weights
from components.records.records import DamagedRecordError
from components.switch.concurrency import Before
from components.switch.verdict import judge
from components.traffic import MissingListenerError
from ops.picture import Rollback
from ops.unparking import is_parked, unparking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from components.records.records import Records
    from components.switch.color_health import ColorHealth
    from ops.stacks import Stacks

NOTHING = "no switch was made yet, so there is nothing to go back to"


def look_back(
    stacks: Stacks, records: Records, health: Mapping[Color, ColorHealth], live: Mapping[Color, int]
) -> Rollback:
    """Judge a move of all traffic to where it was before: to the previous color, or away from a canary."""
    color = way_back(stacks, records, live)
    if color is None:
        return Rollback(None, None, 0, 0, None, (why_none(records),))
    target, seen = weights(color), health[color]
    reasons: tuple[str, ...] = ()
    try:
        verdict = judge(stacks.switching(target), stacks.listener, Before(live), (color,), records)
        reasons = (*verdict.conflicts, *verdict.shortfalls)
    except MissingListenerError:
        reasons = ("the listener was deleted by hand",)
    except DamagedRecordError as error:
        reasons = (str(error),)
    except cloud.UNREACHABLE as error:
        reasons = (cloud.explain(error),)
    seconds, parked = _seconds(stacks.log.last()), None
    if reasons and is_parked(records, color):
        parked = unparking(stacks, records, color)
        reasons = (f"{color.value} is parked, and {parked.words()}", *reasons)
    return Rollback(color, records.release(color), seen.healthy, seen.registered, seconds, reasons, parked)


def way_back(stacks: Stacks, records: Records, live: Mapping[Color, int]) -> Color | None:
    """The color that a rollback would give all traffic to, by RECORDS and LIVE weights; None where there is none.

    While a canary runs that is the color beside it; after a step or switch whose end was lost, the one that the record
    still names. What somebody moved by hand away from the color on record is kept.
    """
    active = records.active
    if active is None:
        return None
    named, before = active.color, active.previous_color
    if live.get(named.other, 0):
        known = bool(live.get(named, 0)) and dict(live) == stacks.known
        if known or stacks.log.last().get("weights") == {color.value: live.get(color, 0) for color in Color}:
            return named
        if not live.get(named, 0):
            return named.other
    if before is None or records.release(before) != active.previous_release:
        return None
    # A rollback ends the soak and begins none, and where it came from is no way back; equal releases are a drill's.
    return before if active.soak or active.release == active.previous_release else None


def why_none(records: Records) -> str:
    """Why there is no way back, in words."""
    before = records.active.previous_color if records.active else None
    if before is None:
        return NOTHING
    return (
        f"{before.value} is no way back: the last switch was a rollback already, or {before.value} got another release"
        f" since. To move traffic there through the whole gate: bluegreen switch --to {before.value}"
    )


def _seconds(last: Mapping[str, Any]) -> float | None:
    taken: Mapping[str, Any] = last.get("seconds") or {}
    total = taken.get("total")
    return None if total is None else float(total)
