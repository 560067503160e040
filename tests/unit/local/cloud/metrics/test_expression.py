"""Laws of metric math over sparse series."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.cloud.metrics.expression import Expression

if TYPE_CHECKING:
    from local.cloud.metrics.operations import Series, Value

TIMES = range(0, 300, 60)
NUMBERS = st.integers(-1000, 1000).map(float)
SERIES = st.dictionaries(st.sampled_from(TIMES), NUMBERS)


def evaluate(text: str, **known: Value) -> Value:
    """Work out TEXT with KNOWN ids."""
    return Expression(text).evaluate(known.__getitem__, TIMES)


@given(SERIES, SERIES, NUMBERS)
def test_arithmetic_is_that_of_each_point_that_both_have(a: Series, b: Series, n: float) -> None:
    """With the usual precedence, parentheses and signs."""
    both = sorted(a.keys() & b.keys())
    assert evaluate("a + b * n - 1.5", a=a, b=b, n=n) == {at: a[at] + b[at] * n - 1.5 for at in both}
    assert evaluate("-(a - b) * 2", a=a, b=b) == {at: -(a[at] - b[at]) * 2 for at in both}


@given(SERIES, SERIES)
def test_division_by_zero_has_no_point(a: Series, b: Series) -> None:
    """All other points are there."""
    assert evaluate("a / b", a=a, b=b) == {at: a[at] / b[at] for at in a.keys() & b.keys() if b[at]}


@pytest.mark.parametrize("sign", [">", ">=", "<", "<=", "=="])
@given(a=SERIES, n=NUMBERS)
def test_a_comparison_is_one_or_zero(a: Series, n: float, sign: str) -> None:
    """At each point that there is."""
    found = evaluate(f"a {sign} n", a=a, n=n)
    assert found == {at: float(eval(f"{value} {sign} {n}")) for at, value in a.items()}  # noqa: S307  our own numbers


@given(SERIES, SERIES, SERIES)
def test_if_takes_one_side_or_the_other(c: Series, a: Series, b: Series) -> None:
    """It needs the point of the chosen side alone."""
    chosen = {at: (a if value else b).get(at) for at, value in c.items()}
    assert evaluate("IF(c, a, b)", c=c, a=a, b=b) == {at: value for at, value in chosen.items() if value is not None}
    assert evaluate("IF(1, a, b)", a=a, b=b) == a
    assert evaluate("IF(0, a, b)", a=a, b=b) == b


@given(SERIES, NUMBERS)
def test_fill_gives_every_period_a_value(a: Series, n: float) -> None:
    """And changes none that is there."""
    assert evaluate("FILL(a, n)", a=a, n=n) == {at: a.get(at, n) for at in TIMES}


@given(SERIES)
def test_repeat_goes_on_with_the_latest_value(a: Series) -> None:
    """From the first value on, and before it there is none."""
    expected = {at: a[max(each for each in a if each <= at)] for at in TIMES if a and at >= min(a)}
    assert evaluate("FILL(a, REPEAT)", a=a) == expected


@given(SERIES, SERIES, NUMBERS)
def test_lists_take_what_is_there(a: Series, b: Series, n: float) -> None:
    """Wherever any series has a point; a number counts at each of them."""
    either = a.keys() | b.keys()
    for name, function in (("SUM", sum), ("MAX", max), ("MIN", min)):
        expected = {at: function([each[at] for each in (a, b) if at in each] + [n]) for at in either}
        assert evaluate(f"{name}([a, b, n])", a=a, b=b, n=n) == expected
    assert evaluate("MAX([1, 3, 2])") == 3
