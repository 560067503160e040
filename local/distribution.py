"""Many values in little space: exact sums, and percentiles that are nearly exact."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal

ACCURACY = 0.01
"""How far a percentile may lie from the value that it stands for, as a share of that value."""

SMALLEST = 1e-6
"""Values below are told apart from each other no more: a microsecond."""

_GROWTH = (1 + ACCURACY) / (1 - ACCURACY)
_LOG_GROWTH = math.log(_GROWTH)


@dataclass(slots=True)
class Distribution:
    """Values of 0 or more: how many, their total, the lowest, the highest, and counts by bin.

    Bins grow by a constant factor (the DDSketch of Masson, Rim and Lee, 2019), so no value is ever dropped, however
    many there are: 1 microsecond to 1000 seconds fit into about 1000 bins, and two distributions add up without loss.
    """

    count: int = 0
    total: float = 0.0
    low: float = math.inf
    high: float = 0.0
    bins: dict[int, int] = field(default_factory=dict[int, int])

    def add(self, value: float) -> None:
        """Take in one VALUE."""
        self.count += 1
        self.total += value
        self.low = min(self.low, value)
        self.high = max(self.high, value)
        number = math.ceil(math.log(max(value, SMALLEST)) / _LOG_GROWTH)
        self.bins[number] = self.bins.get(number, 0) + 1

    def __or__(self, other: Distribution) -> Distribution:
        """All values of both."""
        bins = dict(self.bins)
        for number, times in other.bins.items():
            bins[number] = bins.get(number, 0) + times
        low, high = min(self.low, other.low), max(self.high, other.high)
        return Distribution(self.count + other.count, self.total + other.total, low, high, bins)

    def percentile(self, percent: Decimal) -> float:
        """Return the value that PERCENT (0 to 100) of all values do not exceed: the nearest rank, within ACCURACY.

        The distribution must not be empty.
        """
        rank = max(1, math.ceil(percent * self.count / 100))
        if rank == self.count:
            return self.high
        seen = 0
        for number in sorted(self.bins):
            seen += self.bins[number]
            if seen >= rank:
                return min(max(2 * _GROWTH**number / (_GROWTH + 1), self.low), self.high)
        return self.high

    def describe(self) -> dict[str, Any]:
        """As JSON carries it; the distribution must not be empty, since JSON knows no infinity."""
        # Not asdict, which copies each bin: this runs ten times a second for each series.
        return {"count": self.count, "total": self.total, "low": self.low, "high": self.high, "bins": dict(self.bins)}

    @classmethod
    def parse(cls, described: dict[str, Any]) -> Distribution:
        """Read what `describe` said, through JSON or not; raises KeyError or ValueError when it is none."""
        bins = {int(number): int(times) for number, times in described["bins"].items()}
        return cls(int(described["count"]), described["total"], described["low"], described["high"], bins)
