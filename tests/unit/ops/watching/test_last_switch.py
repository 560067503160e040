"""Which color got traffic last, and from when on the other had it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from components.color import Color
from ops.watching.last_switch import had_since
from ops.watching.watch import BASELINE, Watch
from tests.unit.ops.fake_engine import FakeEngine, stacks

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws

TO_BLUE: dict[str, Any] = {"event": "switched", "time": 1000.0, "to": "blue", "kind": "switch"}


@pytest.mark.parametrize(
    "later",
    [
        {**TO_BLUE, "time": 2000.0, "kind": "end of a canary"},
        {**TO_BLUE, "time": 2000.0, "event": "refused"},
        {**TO_BLUE, "time": 2000.0, "to": "green"},
        {**TO_BLUE, "time": 9000.0},
    ],
)
def test_a_color_has_its_traffic_since_it_gained_it_last(aws: FakeAws, later: dict[str, Any]) -> None:
    """Not since a canary beside it ended, nor since what was refused, nor since what came later."""
    aws.log += [json.dumps({**TO_BLUE, "time": 500.0}), json.dumps(TO_BLUE), json.dumps(later)]
    assert had_since(stacks(FakeEngine()), Color.BLUE, 3000.0) == 1000.0


def test_without_a_log_nothing_is_known(aws: FakeAws) -> None:
    """Then all of the quarter of an hour counts."""
    aws.refuse("GetLogEvents")
    assert had_since(stacks(FakeEngine()), Color.BLUE, 3000.0) == 0.0


@pytest.mark.parametrize(("had", "begin"), [(0.0, 3000.0 - BASELINE), (2500.0, 2560.0), (2990.0, None)])
def test_what_a_color_did_before_it_had_the_traffic_does_not_count(had: float, begin: float | None) -> None:
    """Another release perhaps, or none."""
    asked: list[float] = []

    class Metrics:
        period = 60

        def points(self, _color: Color, since: float, _until: float) -> tuple[()]:
            asked.append(since)
            return ()

    anything: Any = Metrics()
    Watch(stacks(FakeEngine()), Color.GREEN, 3000.0, anything, anything, had=had)
    assert asked == ([] if begin is None else [begin])
