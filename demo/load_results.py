"""What the clients of a load saw, request by request, and what it adds up to."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Kind = Literal["keep-alive", "fresh", "slow"]
UNANSWERED = frozenset({"connect", "reset", "timeout"})


class Result(NamedTuple):
    """One request; `start` in unix seconds, `failure` None for a good answer."""

    start: float
    seconds: float
    color: str | None
    release: str | None
    instance: str | None
    failure: str | None
    kind: Kind

    @property
    def end(self) -> float:
        """When the answer was whole, or the failure known, in unix seconds."""
        return self.start + self.seconds


@dataclass(frozen=True)
class Moments:
    """A first or last good answer, in unix seconds; None when there was none.

    A request that started before a switch may rightly end after it, with the old color: the start is what
    to hold against the switch, the end is what a user saw.
    """

    by_start: float | None
    by_end: float | None


class Results:
    """All results of one load so far."""

    def __init__(self, results: Iterable[Result] = ()) -> None:
        """Begin with RESULTS."""
        self.all: list[Result] = list(results)

    def first(self, color: str, after: float = 0.0) -> Moments:
        """Return the earliest good answer of COLOR that started, and that ended, at AFTER or later."""
        starts, ends = self._times(color, after)
        return Moments(min(starts, default=None), min(ends, default=None))

    def last(self, color: str, after: float = 0.0) -> Moments:
        """Return the latest good answer of COLOR that started, and that ended, at AFTER or later."""
        starts, ends = self._times(color, after)
        return Moments(max(starts, default=None), max(ends, default=None))

    def per_second(self) -> list[dict[str, int]]:
        """Count answers by color, and failures, in each whole second from the first to the last.

        Each item has `second` (unix, by the end of a request), one key for each color, and `failed`.
        """
        seconds: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for result in list(self.all):
            seconds[int(result.end)]["failed" if result.failure else str(result.color)] += 1
        if not seconds:
            return []
        names = sorted({name for counter in seconds.values() for name in counter} | {"failed"})
        span = range(min(seconds), max(seconds) + 1)
        return [{"second": second, **{name: seconds[second][name] for name in names}} for second in span]

    def summary(self) -> dict[str, Any]:
        """Add up: what was sent, answered and failed, and by what; latencies in seconds, slow requests apart."""
        results = list(self.all)
        good = [result for result in results if result.failure is None]
        failures = Counter(result.failure for result in results if result.failure)
        return {
            "sent": len(results),
            "answered": sum(result.failure not in UNANSWERED for result in results),
            "failed": len(results) - len(good),
            "failures": dict(failures),
            "by_color": dict(Counter(result.color for result in good)),
            "by_release": dict(Counter(result.release for result in good)),
            "by_instance": dict(Counter(result.instance for result in good)),
            "by_kind": dict(Counter(result.kind for result in results)),
            "rate": _rate(results),
            "latency": _percentiles([result.seconds for result in good if result.kind != "slow"]),
        }

    def _times(self, color: str, after: float) -> tuple[list[float], list[float]]:
        good = [result for result in list(self.all) if result.color == color and result.failure is None]
        return [r.start for r in good if r.start >= after], [r.end for r in good if r.end >= after]


def _rate(results: Sequence[Result]) -> float:
    """Compute requests a second between the first and the last start."""
    starts = [result.start for result in results]
    span = max(starts) - min(starts) if starts else 0.0
    return round(len(starts) / span, 1) if span else 0.0


def _percentiles(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    if not ordered:
        return {}
    return {
        f"p{percent}": round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 4)
        for percent in (50, 95, 99)
    }
