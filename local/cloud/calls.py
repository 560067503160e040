"""Every call of the AWS API, in the order it came."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from local.cloud.decode import Question

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
    """One call: `service` is its signing name, `time` Unix seconds.

    `agent` is the caller's User-Agent, `key` its access key; `denied` tells that no policy of the key allows it.
    `fault` tells that a rule of `Faults` hit it; `write` is false for one that was refused by a rule, since it changed
    nothing, and `status` of one whose answer got lost is what the answer said.
    """

    sequence: int
    time: float
    service: str
    action: str
    write: bool
    parameters: dict[str, Any]
    status: int
    agent: str
    fault: bool
    key: str = ""
    denied: bool = False

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

    def add(  # noqa: PLR0913  each is one field
        self,
        asked: Question,
        *,
        time: float,
        status: int,
        fault: bool = False,
        performed: bool = True,
        denied: bool = False,
    ) -> None:
        """Record one call; PERFORMED is false for one that a fault kept from being performed, as DENIED did."""
        with self._lock:
            self._calls.append(
                Call(
                    sequence=next(self._numbers),
                    time=time,
                    service=asked.service,
                    action=asked.action,
                    write=performed and not denied and is_write(asked.action),
                    parameters=asked.parameters,
                    status=status,
                    agent=asked.agent,
                    fault=fault,
                    key=asked.key,
                    denied=denied,
                )
            )

    def since(self, sequence: int = 0) -> list[Call]:
        """Return the calls whose number is above SEQUENCE, oldest first."""
        with self._lock:
            return [call for call in self._calls if call.sequence > sequence]
