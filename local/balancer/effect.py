"""When a changed listener takes effect."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.balancer.snapshot import Listener


@dataclass
class _Timeline:
    effective: Listener
    pending: deque[tuple[float, Listener]] = field(default_factory=deque[tuple[float, "Listener"]])

    @property
    def latest(self) -> Listener:
        return self.pending[-1][1] if self.pending else self.effective


class Effect:
    """Listeners as clients meet them: each change some seconds late, and always as a whole.

    ALB guide, "Edit rules": rule updates do not take effect immediately. That a new listener acts at once,
    and that changes of one listener keep their order, is assumed.
    """

    def __init__(self) -> None:
        """Start with no listeners."""
        self._timelines: dict[str, _Timeline] = {}

    def see(self, listeners: dict[str, Listener], now: float, delay: float) -> None:
        """Take in LISTENERS by ARN as the API holds them at NOW; DELAY in seconds."""
        for arn in self._timelines.keys() - listeners.keys():
            del self._timelines[arn]
        for arn, listener in listeners.items():
            timeline = self._timelines.setdefault(arn, _Timeline(listener))
            if listener != timeline.latest:
                timeline.pending.append((now + delay, listener))

    def listener(self, arn: str, now: float) -> Listener | None:
        """Return the listener in effect at NOW, or None when there is none."""
        timeline = self._timelines.get(arn)
        if timeline is None:
            return None
        while timeline.pending and timeline.pending[0][0] <= now:
            timeline.effective = timeline.pending.popleft()[1]
        return timeline.effective
