"""What a color may do with traffic before it is taken back."""

from dataclasses import dataclass

from components.settings import fields
from components.settings.reader import Reader


@dataclass(frozen=True)
class WatchLimits:
    """`error_rate` is percent, `error_ratio` and `latency_ratio` are times the other color's before the switch."""

    error_rate: float
    error_ratio: float
    latency_ratio: float
    min_requests: int


def read_watch_limits(reader: Reader) -> WatchLimits:
    """Take the limits; problems stay with READER."""
    return WatchLimits(
        error_rate=reader.take(fields.MAX_ERROR_RATE),
        error_ratio=reader.take(fields.MAX_ERROR_RATIO),
        latency_ratio=reader.take(fields.MAX_LATENCY_RATIO),
        min_requests=reader.take(fields.MIN_REQUESTS),
    )
