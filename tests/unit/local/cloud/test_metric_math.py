"""Expressions in GetMetricData, as boto3 sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.local.cloud.measured import data, query, refusal, sums

if TYPE_CHECKING:
    from tests.unit.local.cloud.measured import Meter
    from tests.unit.local.cloud.stack import Stack


def test_math_over_sparse_metrics(stack: Stack, meter: Meter) -> None:
    """The share of errors where there were requests enough, else 0."""
    meter.serve(*[0.1] * 8)
    meter.serve(0.1, 0.1, status=502)
    meter.now += 2
    meter.serve(0.1, status=500)
    meter.now += 1
    meter.serve(*[0.1] * 20)
    meter.now += 1
    meter.report()
    requests = query("RequestCount", Id="r", ReturnData=False)
    errors = query("HTTPCode_Target_5XX_Count", Id="e", ReturnData=False)
    share = {"Id": "share", "Expression": "IF(FILL(r, 0) >= 5, 100 * FILL(e, 0) / r, 0)"}
    assert data(stack, requests, errors, share, end=4) == [{0: 20, 1: 0, 2: 0, 3: 0}]
    assert data(stack, {"Id": "double", "Expression": "2 * share"}, share, requests, errors, end=1) == [
        {0: 40},
        {0: 20},
    ]


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("m +", "Invalid syntax"),
        ("m && 1", "Invalid syntax"),
        ("m # comment", "Invalid syntax"),
        ("nobody", "Undefined variable 'nobody'"),
        ("m ** 2", "Unsupported operator Pow"),
        ("m != 2", "Invalid syntax"),
        ("1 < m < 2", "Unsupported expression '1 < m < 2'"),
        ("METRICS()", "Unsupported function call METRICS with 0 arguments"),
        ("MAX(m)", "Unsupported function call MAX with 1 arguments"),
        ("SUM([])", "Unsupported function call SUM with 1 arguments"),
        ("FILL(m, LINEAR)", "Undefined variable 'LINEAR'"),
        ("FILL(1, 0)", "FILL needs a time series"),
        ("FILL(m, m)", "FILL needs a number or REPEAT to fill with"),
        ("True", "Unsupported expression 'True'"),
        ("1 + 1", "The expression must return a time series, it returned a number"),
        ("sum + 1", "It refers to itself: sum -> sum"),
        ("-" * 1500 + "m", "Too deeply nested, or a number too large"),
        ("m + 1" + "0" * 400, "Too deeply nested, or a number too large"),
    ],
)
def test_other_math_is_refused(stack: Stack, expression: str, reason: str) -> None:
    """In AWS's words where they are known, and with the expression's id."""
    assert refusal(stack, query("RequestCount"), sums(expression)) == f"Error in expression 'sum': {reason}"
