"""How likely it is that a few failures are only chance."""

from __future__ import annotations

from math import exp, lgamma, log, log1p

NEGLIGIBLE = 1e-12
"""A term of a sum that is left out, as a share of the sum."""


def at_least(successes: int, trials: int, probability: float) -> float:
    """The probability of SUCCESSES or more in TRIALS, each with PROBABILITY: the upper tail of a binomial."""
    if successes <= 0 or probability >= 1:
        return 1.0
    if successes > trials or probability <= 0:
        return 0.0
    if successes <= trials * probability:
        # At or below what is expected the tail is near half or more: no evidence, whatever it is exactly.
        return 1.0
    chosen = lgamma(trials + 1) - lgamma(successes + 1) - lgamma(trials - successes + 1)
    term = exp(chosen + successes * log(probability) + (trials - successes) * log1p(-probability))
    total, odds = 0.0, probability / (1 - probability)
    for number in range(successes, trials + 1):
        total += term
        term *= (trials - number) / (number + 1) * odds
        if term <= total * NEGLIGIBLE:
            break
    return min(1.0, total)


def more_often(new: tuple[int, int], old: tuple[int, int], ratio: float) -> float:
    """The probability of a pair like NEW, (failures, trials), if its true rate were RATIO times that of OLD.

    Given all failures, those in NEW are binomial then (the conditional test of two Poisson rates: Przyborowski and
    Wilenski, 1940), so that neither rate needs to be known.
    """
    (failures, trials), (before, trials_before) = new, old
    part = trials * ratio
    return at_least(failures, failures + before, part / (part + trials_before))
