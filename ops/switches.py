"""The switch log as a person reads it: who moved what, when, and after how many seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from components.color import Color

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Entry:
    """One record of the log.

    `event` is `switched`, `not verified`, `refused` or `accepted`; `kind` is `switch`, `rollback`, `canary` or
    `end of a canary`, empty where nothing was to move. `source` and `target` are colors with their releases, such as
    `blue (1.0.0)`, empty where the record names none. `weights` are percent as written, by color;
    `seconds` is how long the whole took, `answered` when the new color answered first; both None where not known.
    `reason` says why it was refused, was not verified, or what was accepted.
    """

    event: str
    kind: str
    when: datetime
    who: str
    source: str
    target: str
    weights: Mapping[Color, int] | None
    seconds: float | None
    answered: float | None
    reason: str


def entry(record: Mapping[str, Any]) -> Entry:
    """The entry in one RECORD of the log, as `SwitchLog.write` made it; what a record lacks is empty."""
    releases, seconds = record.get("releases") or {}, record.get("seconds") or {}
    weights = record.get("weights")
    return Entry(
        event=str(record.get("event", "unknown")),
        kind=str(record.get("kind", "")),
        when=datetime.fromtimestamp(float(record.get("time", 0)), UTC),
        who=str(record.get("who", "")),
        source=_named(record.get("from"), releases),
        target=_named(record.get("to") or record.get("color"), releases),
        weights={color: int(weights.get(color.value, 0)) for color in Color} if weights else None,
        seconds=seconds.get("total"),
        answered=seconds.get("first"),
        reason=_reason(record),
    )


def _named(color: str | None, releases: Mapping[str, str | None]) -> str:
    if color is None:
        return ""
    release = releases.get(color)
    return f"{color} ({release})" if release else color


def _reason(record: Mapping[str, Any]) -> str:
    return str(record.get("reason") or "; ".join([*(record.get("problems") or ()), *(record.get("notes") or ())]))


def as_json(found: Entry) -> dict[str, Any]:
    """FOUND as a document; times are ISO 8601 in UTC, weights percent, durations seconds."""
    return {
        "event": found.event,
        "kind": found.kind or None,
        "when": found.when.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "who": found.who,
        "from": found.source or None,
        "to": found.target or None,
        "weights": {color.value: share for color, share in found.weights.items()} if found.weights else None,
        "seconds": found.seconds,
        "first_answer": found.answered,
        "reason": found.reason or None,
    }
