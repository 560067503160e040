"""Who answers: from two looks at the counts to what is shown."""

from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from local.traffic import Look, between
from local.traffic_told import document, line, table

BLUE, GREEN = "arn:blue", "arn:green"


def _group(arn: str, *states: str) -> dict[str, Any]:
    name = arn.removeprefix("arn:") + "-1a2b3c4"
    return {"arn": arn, "name": name, "targets": [{"id": "i", "port": 1, "state": state} for state in states]}


def _look(time: float, blue: int, green: int, failures: int = 0) -> Look:
    answers: dict[str, dict[str, Any]] = {
        "traffic": {"requests": {BLUE: blue, GREEN: green}, "status": {"200": 7, "503": failures}},
        "edge": {"listeners": [{"weights": {BLUE: 100, GREEN: 0}}]},
        "targets": {"target_groups": [_group(GREEN, "healthy", "initial"), _group(BLUE, "healthy", "healthy")]},
    }
    return Look.of(answers.__getitem__, time)


COUNTS = st.integers(0, 10_000)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_shares_are_of_all_that_came_meanwhile(blue: int, green: int, more_blue: int, more_green: int) -> None:
    """What was counted before does not show, and the shares make a whole."""
    traffic = between(_look(10, blue, green), _look(12, blue + more_blue, green + more_green))
    assert [each.requests for each in traffic.groups] == [more_blue, more_green]
    assert traffic.per_second == (more_blue + more_green) / 2
    whole = 100 if traffic.requests else 0
    assert abs(sum(each.share for each in traffic.groups) - whole) < 1e-6


def test_each_color_is_told_with_weight_and_health() -> None:
    """Blue before green, as everywhere."""
    blue, green = between(_look(10, 0, 0), _look(11, 3, 1, failures=2)).groups
    assert (blue.color, blue.weight, blue.healthy, blue.registered) == ("blue", 100, 2, 2)
    assert (green.color, green.weight, green.healthy, green.registered) == ("green", 0, 1, 2)


def test_only_failures_of_the_interval_count() -> None:
    """Those before are history."""
    assert between(_look(10, 0, 0, failures=5), _look(11, 1, 0, failures=7)).failures == 2


def test_a_balancer_that_started_anew_counts_from_zero() -> None:
    """Nothing is negative."""
    traffic = between(_look(10, 500, 500, failures=9), _look(11, 4, 0, failures=1))
    assert ([each.requests for each in traffic.groups], traffic.failures) == ([4, 0], 1)


def test_the_same_numbers_in_every_shape() -> None:
    """Bars for a person, a line for a log, JSON for a script."""
    traffic = between(_look(10, 0, 0), _look(11, 3, 1, failures=2))
    assert "4.0 requests/s, 2 failures; blue-1a2b3c4 75 % (3.0/s, weight 100, 2 of 2 healthy); green-" in line(traffic)
    told = json.loads(document(traffic))
    assert [(each["color"], each["share"]) for each in told["groups"]] == [("blue", 75.0), ("green", 25.0)]
    assert told["failures"] == 2
    shown = io.StringIO()
    Console(file=shown, width=100).print(table(traffic))
    assert "75 %" in shown.getvalue()
    assert "█" in shown.getvalue()
