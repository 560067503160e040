"""What a load has seen of one color, and what it adds up to."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from components.color import Color

PERCENTILES = (50, 95, 99)

NO_ANSWER = 0
"""Stands for the status of a request that got none."""


@dataclass(frozen=True)
class Expected:
    """Who must answer: COLOR, with RELEASE where one is on record; the headers are those that would name another."""

    color: Color
    release: str | None
    header: str
    release_header: str

    def failure(self, status: int, headers: Mapping[str, str]) -> str | None:
        """What is wrong with an answer: the service failed, or somebody else answered. None for a good one.

        What another status means only the service knows.
        """
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return f"status {status}"
        seen, running = headers.get(self.header), headers.get(self.release_header)
        if seen is not None and seen != self.color.value:
            return f"answered by {seen}"
        if running is not None and self.release is not None and running != self.release:
            return f"answered by release {running}"
        return None


@dataclass
class Tally:
    """The answers so far: seconds of each good one, all failures by kind, all statuses."""

    seconds: array[float] = field(default_factory=lambda: array("d"))
    failures: Counter[str] = field(default_factory=Counter[str])
    statuses: Counter[int] = field(default_factory=Counter[int])

    def take(self, status: int, seconds: float, failure: str | None) -> None:
        """Count one request."""
        if failure is None:
            self.seconds.append(seconds)
        else:
            self.failures[failure] += 1
        if status != NO_ANSWER:
            self.statuses[status] += 1

    def numbers(self) -> Numbers:
        """What it adds up to."""
        ordered = sorted(self.seconds)
        latency = {percent: 1000 * percentile(ordered, percent) for percent in PERCENTILES} if ordered else {}
        return Numbers(len(ordered), dict(self.failures), dict(sorted(self.statuses.items())), latency)


@dataclass(frozen=True)
class Numbers:
    """One color under load: `good` answers, `failures` and `statuses` counted by kind.

    `latency` maps a percentile to milliseconds of the good answers; empty where there is none.
    """

    good: int
    failures: Mapping[str, int] = field(default_factory=dict[str, int])
    statuses: Mapping[int, int] = field(default_factory=dict[int, int])
    latency: Mapping[int, float] = field(default_factory=dict[int, float])

    @property
    def failed(self) -> int:
        """How many requests failed."""
        return sum(self.failures.values())

    @property
    def requests(self) -> int:
        """How many were sent."""
        return self.good + self.failed

    @property
    def error_rate(self) -> float:
        """Percent of the requests that failed."""
        return 100 * self.failed / self.requests if self.requests else 0.0

    def why(self) -> str:
        """`20 status 500, 1 timeout`: the failures, the most frequent first."""
        return ", ".join(f"{count} {kind}" for kind, count in Counter(self.failures).most_common())


def percentile(ordered: Sequence[float], percent: int) -> float:
    """The least of the values ORDERED, at least one, that PERCENT of them do not exceed (nearest rank)."""
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]
