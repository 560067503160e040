"""Which color got traffic last, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components import cloud
from components.color import Color
from components.records.kinds import CANARY_END
from components.records.switch_log import ACCEPTED, LOOK_BACK, REFUSED
from ops.problem import Code, Problem
from ops.watching.watch import BASELINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ops.look import Seen
    from ops.stacks import Stacks


@dataclass(frozen=True)
class LastSwitch:
    """The COLOR that gained traffic at WHEN; `since` is from when on it is watched, `had` since when the other had it.

    Unix seconds; `had` is 0 where the log does not say it.
    """

    color: Color
    when: float
    since: float
    had: float


def last_switch(stacks: Stacks, seen: Seen, now: float) -> LastSwitch:
    """The last switch of STACKS by its log, where what was SEEN bears it out; else who has most of the traffic.

    Raises Problem where nobody has traffic.
    """
    moves = _moves(stacks)
    record = moves[-1] if moves else {}
    color, when = _gained(record), _moment(record)
    if color is None or when is None or not seen.live.get(color):
        color, when = max(Color, key=lambda each: seen.live.get(each, 0)), now
    if not seen.live.get(color):
        what = f"{stacks.router} sends traffic to neither color: there is nothing to watch"
        raise Problem(what, f"bluegreen status --router {stacks.router}", Code.RESOURCE)
    return LastSwitch(color, when, max(when, now - BASELINE), _had(moves, color.other, when))


def had_since(stacks: Stacks, color: Color, until: float) -> float:
    """From when on COLOR had the traffic that it had at UNTIL, by the switch log; unix seconds, 0 where it is not said.

    What it did before that, with another release perhaps, is no measure of what it did last.
    """
    return _had(_moves(stacks), color, until)


def _had(moves: Iterable[Mapping[str, Any]], color: Color, until: float) -> float:
    gains = (each for each in moves if _gained(each) is color and each.get("kind") != CANARY_END)
    return max((time for each in gains if (time := float(each.get("time", 0.0))) < until), default=0.0)


def _moves(stacks: Stacks) -> list[dict[str, Any]]:
    """What the log tells of traffic that moved, oldest first; nothing where it can't be read."""
    try:
        records = stacks.log.newest(LOOK_BACK)
    except (*cloud.UNREACHABLE, ValueError):
        return []
    return [each for each in records if each.get("event") not in {REFUSED, ACCEPTED}]


def _gained(record: Mapping[str, Any]) -> Color | None:
    named = record.get("to")
    return Color(named) if named in {color.value for color in Color} else None


def _moment(record: Mapping[str, Any]) -> float | None:
    """When the switch began: its record was written at its end."""
    if "time" not in record:
        return None
    taken = (record.get("seconds") or {}).get("total") or 0.0
    return float(record["time"]) - float(taken)
