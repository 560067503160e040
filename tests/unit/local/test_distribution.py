"""Percentiles of a distribution against the values themselves."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import or_

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.distribution import ACCURACY, SMALLEST, Distribution

VALUES = st.lists(st.one_of(st.just(0.0), st.floats(1e-7, 1e4)), min_size=1, max_size=200)
PERCENT = st.decimals(0, 100, places=2)


def distribution(values: list[float]) -> Distribution:
    """Make one of VALUES."""
    made = Distribution()
    for value in values:
        made.add(value)
    return made


def nearest_rank(values: list[float], percent: Decimal) -> float:
    """Find the percentile among VALUES."""
    return sorted(values)[max(1, math.ceil(Fraction(percent) * len(values) / 100)) - 1]


@given(VALUES, PERCENT)
def test_a_percentile_is_the_true_sample_within_a_hundredth(values: list[float], percent: Decimal) -> None:
    """Whatever the values and the percent."""
    found = distribution(values).percentile(percent)
    assert found == pytest.approx(nearest_rank(values, percent), rel=ACCURACY * 1.0001, abs=SMALLEST * 1.02)


@given(VALUES)
def test_the_ends_and_the_sum_are_exact(values: list[float]) -> None:
    """Lowest, highest, count and total are no estimates, and neither is p100."""
    made = distribution(values)
    assert (made.low, made.high, made.count) == (min(values), max(values), len(values))
    assert made.total == pytest.approx(sum(values))
    assert made.percentile(Decimal(100)) == max(values)


@given(st.lists(VALUES, min_size=1, max_size=5), PERCENT)
def test_parts_through_json_add_up_to_the_whole(parts: list[list[float]], percent: Decimal) -> None:
    """Nothing is lost on the way, and nothing by adding up."""
    whole = distribution([value for part in parts for value in part])
    read = [Distribution.parse(json.loads(json.dumps(distribution(part).describe()))) for part in parts]
    added = reduce(or_, read)
    assert (added.bins, added.count, added.low, added.high) == (whole.bins, whole.count, whole.low, whole.high)
    assert added.percentile(percent) == whole.percentile(percent)


def test_space_does_not_grow_with_the_number_of_values() -> None:
    """50,000 values of 1 ms to 1 s take fewer than 400 bins."""
    made = distribution([0.001 + number / 50_000 for number in range(50_000)])
    assert len(made.bins) < 400
