"""How likely it is that a few failures are only chance."""

from __future__ import annotations

from fractions import Fraction
from math import comb, isclose

from hypothesis import given
from hypothesis import strategies as st

from ops.watching.chance import at_least, more_often

TRIALS = st.integers(1, 200)
PERCENT = st.integers(1, 99)


def _exactly(successes: int, trials: int, percent: int) -> Fraction:
    chance = Fraction(percent, 100)
    terms = (comb(trials, number) * chance**number * (1 - chance) ** (trials - number) for number in range(successes))
    return 1 - sum(terms, Fraction(0))


@given(TRIALS, PERCENT, st.data())
def test_it_is_the_tail_of_a_binomial(trials: int, percent: int, data: st.DataObject) -> None:
    """Above what is expected; there alone it is evidence. Where floats end, nothing is left to be exact about."""
    least = trials * percent // 100 + 1
    successes = data.draw(st.integers(min(least, trials), trials))
    if successes <= trials * percent / 100:
        assert at_least(successes, trials, percent / 100) == 1
    else:
        found = at_least(successes, trials, percent / 100)
        assert isclose(found, float(_exactly(successes, trials, percent)), rel_tol=1e-6, abs_tol=1e-300)


@given(TRIALS, PERCENT, st.integers(0, 200))
def test_more_failures_are_never_more_likely(trials: int, percent: int, failures: int) -> None:
    """The tail only shrinks."""
    assert at_least(failures + 1, trials, percent / 100) <= at_least(failures, trials, percent / 100)


@given(st.integers(0, 500), st.integers(500, 5000), st.integers(1, 20))
def test_the_same_rate_is_never_more_often(failures: int, trials: int, times: int) -> None:
    """Whatever the sizes of the samples."""
    assert more_often((failures, trials), (failures * times, trials * times), 1.0) == 1


def test_millions_are_counted_as_fast_as_tens() -> None:
    """Far from what is expected the chance is nothing, near it something, without an overflow."""
    assert at_least(60_000, 1_000_000, 0.05) < 1e-12
    assert 0.1 < at_least(50_100, 1_000_000, 0.05) < 0.5
