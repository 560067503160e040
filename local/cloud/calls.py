"""Every call of the AWS API, in the order it came."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from itertools import count
from threading import Lock
from typing import Any

LIMIT = 50_000
"""Calls kept; the oldest go first. A day of tests stays well below."""

READS = (
    "AssumeRole", "BatchGet", "Check", "Decode", "Describe", "Filter", "Get", "Head", "List", "Lookup", "Query", "Scan",
    "Search", "Select", "Simulate", "Test", "Validate",
)  # fmt: skip
"""How the names of actions begin that change nothing (assumed from AWS's naming of actions)."""


def is_write(action: str) -> bool:
    """Tell whether ACTION changes something, going by its name."""
    return not action.startswith(READS)


@dataclass(frozen=True)
class Call:
    """One call: `service` is its signing name, `time` Unix seconds."""

    sequence: int
    time: float
    service: str
    action: str
    write: bool
    parameters: dict[str, Any]
    status: int

    def describe(self) -> dict[str, Any]:
        """All fields by name."""
        return asdict(self)


class CallLog:
    """The latest calls; safe to use from several threads."""

    def __init__(self) -> None:
        """Begin empty."""
        self._calls: deque[Call] = deque(maxlen=LIMIT)
        self._numbers = count(1)
        self._lock = Lock()

    def add(self, *, time: float, service: str, action: str, parameters: dict[str, Any], status: int) -> None:
        """Record one finished call."""
        with self._lock:
            number = next(self._numbers)
            self._calls.append(Call(number, time, service, action, is_write(action), parameters, status))

    def since(self, sequence: int = 0) -> list[Call]:
        """Return the calls whose number is above SEQUENCE, oldest first."""
        with self._lock:
            return [call for call in self._calls if call.sequence > sequence]
