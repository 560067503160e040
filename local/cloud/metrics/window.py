"""The stretch of time that one GetMetricData asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from moto.cloudwatch.exceptions import ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.distribution import Distribution

MINUTE = 60

SHORT_PERIODS = (1, 5, 10, 30)
"""API reference, MetricStat, Period: these, or a multiple of 60 seconds."""


@dataclass(frozen=True)
class Window:
    """From `start` until just before `end`, both in unix seconds."""

    start: float
    end: float

    @classmethod
    def between(cls, start: datetime, end: datetime) -> Window:
        """Make one; times without a zone are UTC. Raises ValidationError for one that is empty."""
        window = cls(*(each.replace(tzinfo=each.tzinfo or UTC).timestamp() for each in (start, end)))
        if window.start > window.end:
            raise ValidationError("The parameter EndTime must be greater than StartTime.")
        if window.start == window.end:
            raise ValidationError("The parameter StartTime must not equal parameter EndTime.")
        return window

    def first(self, period: int) -> int:
        """Return when the first period of PERIOD seconds begins.

        API reference, GetMetricData, StartTime: rounded down to the whole minute, with a period of 1, 5, 10 or 30
        seconds to a multiple of it.
        """
        unit = min(period, MINUTE)
        return math.floor(self.start / unit) * unit

    def periods(self, period: int) -> range:
        """When each period of PERIOD seconds begins, in unix seconds."""
        return range(self.first(period), math.ceil(self.end), period)

    def aggregate(self, buckets: Iterable[tuple[int, Distribution]], period: int) -> dict[int, Distribution]:
        """Add up BUCKETS, which tell when they begin, into periods of PERIOD seconds; empty ones are left out."""
        first = self.first(period)
        periods: dict[int, Distribution] = {}
        for begin, bucket in buckets:
            if first <= begin < self.end:
                at = first + (begin - first) // period * period
                periods[at] = bucket if at not in periods else periods[at] | bucket
        return periods


def check_period(period: int) -> None:
    """Raise ValidationError unless PERIOD, in seconds, is one that CloudWatch takes."""
    if period not in SHORT_PERIODS and (period < MINUTE or period % MINUTE):
        raise ValidationError(
            f"The value {period} for parameter Period is not valid: it must be 1, 5, 10, 30 or a multiple of 60."
        )
