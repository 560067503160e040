"""How many instances a color has."""

import json
from dataclasses import dataclass
from typing import Any

LARGEST = 1000
"""Instances; a guard against a slip of the finger, far below what an auto scaling group takes (assumed)."""


@dataclass(frozen=True)
class Capacity:
    """Instances: at least, at most, and how many are declared.

    Where `desired` is None, a fleet starts at `minimum`, and whoever scales it afterwards is not undone.
    """

    minimum: int = 2
    maximum: int = 4
    desired: int | None = None


def capacity(text: str) -> Capacity:
    """Read `{"min": 2, "max": 4, "desired": 2}`; raises ValueError unless 0 <= min <= desired <= max and 1 <= max."""
    parsed: Any = json.loads(text)
    if not isinstance(parsed, dict) or set(parsed) - {"min", "max", "desired"}:
        raise ValueError(text)
    if any(isinstance(value, bool) or not isinstance(value, int | str) for value in parsed.values()):
        raise ValueError(text)
    minimum = int(parsed.get("min", Capacity.minimum))
    maximum = int(parsed.get("max", max(Capacity.maximum, minimum)))
    desired = int(parsed["desired"]) if "desired" in parsed else None
    ordered = minimum <= (minimum if desired is None else desired) <= maximum
    if minimum < 0 or not ordered or not 1 <= maximum <= LARGEST:
        raise ValueError(text)
    return Capacity(minimum, maximum, desired)
