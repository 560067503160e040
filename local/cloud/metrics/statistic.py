"""One number of many values (CloudWatch user guide, "Statistics definitions")."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from moto.cloudwatch.exceptions import ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.distribution import Distribution

PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d{1,10})?|100)")
"""Statistics definitions: up to ten decimal places."""

PLAIN: dict[str, Callable[[Distribution], float]] = {
    "Sum": lambda values: values.total,
    "SampleCount": lambda values: float(values.count),
    "Average": lambda values: values.total / values.count,
    "Minimum": lambda values: values.low,
    "Maximum": lambda values: values.high,
}


def statistic(name: str) -> Callable[[Distribution], float]:
    """Return how to compute the statistic NAME, such as `Sum` or `p99.9`; raises ValidationError.

    Trimmed means and the like are left out: nothing here uses them.
    """
    if plain := PLAIN.get(name):
        return plain
    if percent := PERCENTILE.fullmatch(name):
        return lambda values: values.percentile(Decimal(percent[1]))
    known = ", ".join(PLAIN)
    raise ValidationError(f"The value {name} for parameter Stat is not supported: expected {known}, or p0 to p100.")
