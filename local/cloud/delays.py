"""The delays that may be changed while the local AWS runs."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from local.settings import LONGEST_METRIC_PERIOD

if TYPE_CHECKING:
    from collections.abc import Mapping


class InvalidDelayError(Exception):
    """A delay that is unknown, no number, or out of range."""


@dataclass
class Delays:
    """Seconds, and a share of seconds; see `local.settings.LocalSettings` for what each one means."""

    listener_delay: float
    registration_delay: float
    check_pace: float = 1.0
    metric_period: int = 60

    def describe(self) -> dict[str, float]:
        """All delays by name."""
        return asdict(self)

    def change(self, wanted: Mapping[str, object]) -> None:
        """Set the delays in WANTED, all or none; raises InvalidDelayError."""
        checked = {name: self._check(name, value) for name, value in wanted.items()}
        for name, value in checked.items():
            setattr(self, name, value)

    def _check(self, name: str, value: object) -> float:
        known = self.describe()
        if name not in known:
            raise InvalidDelayError(f"{name} is no setting; there are: {', '.join(known)}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
            raise InvalidDelayError(f"{name} must be seconds, 0 or more; it was {value!r}")
        return _whole_period(name, value) if name == "metric_period" else float(value)


def _whole_period(name: str, value: float) -> int:
    if value != int(value) or not 1 <= value <= LONGEST_METRIC_PERIOD:
        raise InvalidDelayError(f"{name} must be whole seconds, 1 to {LONGEST_METRIC_PERIOD}; it was {value!r}")
    return int(value)
