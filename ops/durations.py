"""Times and durations as a person reads them."""

from __future__ import annotations

from datetime import UTC, datetime

MINUTE, HOUR, DAY = 60, 3600, 86400


def moment(when: datetime | None) -> str:
    """`2026-01-01 12:00:00 UTC`, or `never` without one."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if when else "never"


def iso(when: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second."""
    return None if when is None else when.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def span(seconds: float) -> str:
    """The two greatest units of a duration: `2 d 3 h`, `4 min 5 s`, `0.6 s` below ten seconds."""
    if seconds < 10:  # noqa: PLR2004  below that, tenths matter
        return f"{max(0.0, seconds):.1f} s"
    for unit, name, smaller, below in ((DAY, "d", HOUR, "h"), (HOUR, "h", MINUTE, "min"), (MINUTE, "min", 1, "s")):
        if seconds >= unit:
            rest = int(seconds % unit // smaller)
            return f"{int(seconds // unit)} {name}" + (f" {rest} {below}" if rest else "")
    return f"{seconds:.0f} s"
