"""Whether a rollback is possible now, asked with the gate's own rule, so that nobody learns it in need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import cloud
from components.color import TOTAL, Color, weights
from components.records.records import DamagedRecordError
from components.switch.concurrency import Before
from components.switch.verdict import judge
from components.traffic import MissingListenerError
from ops.picture import Rollback

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
    color = way_back(records, live)
    if color is None:
        return Rollback(None, None, 0, 0, None, (NOTHING,))
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
    seconds = _seconds(stacks.log.last())
    return Rollback(color, records.release(color), seen.healthy, seen.registered, seconds, reasons)


def way_back(records: Records, live: Mapping[Color, int]) -> Color | None:
    """The color that a rollback would give all traffic to, by RECORDS and LIVE weights; None where there is none.

    While a canary runs that is the color beside it, which has most of the traffic.
    """
    active = records.active
    if active is not None and 0 < live.get(active.color, 0) < TOTAL:
        return active.color
    return active.previous_color if active else None


def _seconds(last: Mapping[str, Any]) -> float | None:
    taken: Mapping[str, Any] = last.get("seconds") or {}
    total = taken.get("total")
    return None if total is None else float(total)
