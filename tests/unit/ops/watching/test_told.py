"""What a watch saw, in words."""

from __future__ import annotations

from typing import Any

import pytest

from components.color import Color
from ops.watching.limits import Probed
from ops.watching.told import words
from ops.watching.watch import Look, Watch
from tests.unit.ops.fake_engine import FakeEngine, stacks
from tests.unit.ops.watching.fake_metrics import GOOD, FakeMetrics


@pytest.mark.parametrize(
    ("probed", "told"), [(Probed(0, 0), "no probe met it"), (Probed(5, 0), "0 of 5 probes failed")]
)
def test_a_color_that_no_probe_met_is_not_called_out_of_reach(probed: Probed, told: str) -> None:
    """It may have had no time for one, or too small a share."""
    metrics: Any = FakeMetrics([[GOOD]])
    rules = Watch(stacks(FakeEngine()), Color.GREEN, 1000.0, metrics, metrics).rules
    assert words(Look(Color.GREEN, 1.0, 10.0, [GOOD], probed, ()), rules).endswith(f", {told}")
