"""What metric math does with numbers and time series (CloudWatch user guide, "Metric math syntax and functions")."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Series = dict[int, float]
"""Values by unix second; what is missing is not in it."""

Value = float | Series


def divide(left: float, right: float) -> float:
    """Divide; by 0 gives no number, and no point in a series (assumed)."""
    return left / right if right else math.nan


REDUCERS: dict[str, Callable[[Iterable[float]], float]] = {"MAX": max, "MIN": min, "SUM": sum}


def combine(operation: Callable[[float, float], float], left: Value, right: Value) -> Value:
    """Do OPERATION point by point, a comparison gives 1 or 0; a point that either series lacks is missing (assumed)."""
    if not isinstance(left, dict) and not isinstance(right, dict):
        return float(operation(left, right))
    points = {at: float(operation(at_left, at_right)) for at, at_left, at_right in _pairs(left, right)}
    return {at: value for at, value in points.items() if not math.isnan(value)}


def choose(condition: Value, then: Value, otherwise: Value) -> Value:
    """IF: THEN where CONDITION is not 0, else OTHERWISE; only the chosen one must have a point there (assumed)."""
    if not isinstance(condition, dict):
        return then if condition else otherwise
    chosen = {at: _at(then if value else otherwise, at) for at, value in condition.items()}
    return {at: value for at, value in chosen.items() if value is not None}


def reduce(function: Callable[[Iterable[float]], float], values: Sequence[Value]) -> Value:
    """MAX, MIN or SUM of a list, wherever any of its series has a point; who lacks it is left out there (assumed)."""
    times = sorted({at for value in values if isinstance(value, dict) for at in value})
    if not any(isinstance(value, dict) for value in values):
        return function([value for value in values if not isinstance(value, dict)])
    return {at: function([found for value in values if (found := _at(value, at)) is not None]) for at in times}


def fill(series: Series, value: float, times: Iterable[int]) -> Series:
    """FILL with a number: give each of TIMES that has no point VALUE."""
    return {at: series.get(at, value) for at in times}


def repeat(series: Series, times: Iterable[int]) -> Series:
    """FILL with REPEAT: give each of TIMES that has no point the latest value before it, if there is one."""
    filled: Series = {}
    latest: float | None = None
    for at in times:
        latest = series.get(at, latest)
        if latest is not None:
            filled[at] = latest
    return filled


def _pairs(left: Value, right: Value) -> Iterable[tuple[int, float, float]]:
    times = left if isinstance(left, dict) else right if isinstance(right, dict) else ()
    for at in times:
        at_left, at_right = _at(left, at), _at(right, at)
        if at_left is not None and at_right is not None:
            yield at, at_left, at_right


def _at(value: Value, time: int) -> float | None:
    return value.get(time) if isinstance(value, dict) else value


OPERATIONS = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mult": operator.mul,
    "Div": divide,
    "Gt": operator.gt,
    "GtE": operator.ge,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Eq": operator.eq,
}
"""By their names in Python's syntax tree."""
