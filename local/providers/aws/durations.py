"""Go's durations, which Terraform providers take: "10m", "1h30m", "0"."""

from __future__ import annotations

import re

_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)")


def seconds_of(duration: str) -> float | None:
    """Return the seconds in DURATION, or None when it is no duration."""
    if duration == "0":
        return 0.0
    parts = _PART.findall(duration)
    if not parts or "".join(amount + unit for amount, unit in parts) != duration:
        return None
    return sum(float(amount) * _UNITS[unit] for amount, unit in parts)
