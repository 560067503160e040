"""What the numbers of a load mean: the verdict's rules, without a word about how they were measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ops.checking.outcome import ERRORS, LATENCY, Check, failed, passed, skipped

if TYPE_CHECKING:
    from ops.checking.numbers import Numbers
    from ops.checking.outcome import Side
    from ops.checking.plan import Limits, Plan

JUDGED = (95, 99)
"""The percentiles that are compared; the median is shown only."""

FLOOR = 10.0
"""Milliseconds: a smaller difference is no verdict, whatever the ratio. 2 ms beside 1 ms is noise."""

BEYOND = 5
"""Answers that must lie beyond a percentile on both sides: below that it is one of a few outliers."""


SLACK, GRACE = 1.25, 1.0
"""How much longer than planned the sending may take: times, and seconds."""


def behind(plan: Plan, took: float) -> str | None:
    """Why latencies mean nothing where the sending TOOK so many seconds; None where it kept to PLAN."""
    if took <= SLACK * plan.seconds + GRACE:
        return None
    return (
        f"this machine sent for {took:.1f} s, not for {plan.seconds:g} s, so that its own delay would be compared:"
        " try a lower --rate"
    )


def errors(numbers: Numbers, limits: Limits) -> Check:
    """Whether few enough requests failed."""
    counted = f"{numbers.failed} of {numbers.requests} requests failed ({numbers.error_rate:.2f} %"
    accepted = f"at most {limits.error_rate:g} % accepted)"
    if numbers.error_rate > limits.error_rate:
        return failed(ERRORS, f"{counted}, {accepted}: {numbers.why()}")
    return passed(ERRORS, f"{counted}, {accepted}")


def latency(idle: Side, active: Side, limits: Limits) -> Check:
    """Whether IDLE is not much slower than ACTIVE, by those percentiles that enough answers bear out."""
    ours, theirs = idle.numbers, active.numbers
    if ours is None or theirs is None:
        return skipped(LATENCY, "there is nothing to compare with")
    judged = [percent for percent in JUDGED if min(ours.good, theirs.good) >= needed(percent)]
    if not judged:
        told = f"{idle.color.value} gave {ours.good} good answers, {active.color.value} {theirs.good}"
        return skipped(LATENCY, f"{told}: a p{JUDGED[0]} needs {needed(JUDGED[0])} of each")
    slow = [
        percent
        for percent in judged
        if ours.latency[percent] > limits.latency_ratio * theirs.latency[percent]
        if ours.latency[percent] - theirs.latency[percent] > FLOOR
    ]
    shown = "; ".join(_beside(idle, active, percent) for percent in slow or judged)
    accepted = f"at most {limits.latency_ratio:g} times as long accepted, from {FLOOR:g} ms on"
    return (failed if slow else passed)(LATENCY, f"{shown} ({accepted})")


def needed(percent: int) -> int:
    """How many answers the percentile PERCENT needs before it is compared."""
    return BEYOND * 100 // (100 - percent)


def _beside(idle: Side, active: Side, percent: int) -> str:
    told = [f"{side.color.value} {side.numbers.latency[percent]:.1f} ms" for side in (idle, active) if side.numbers]
    return f"p{percent}: {', '.join(told)}"
