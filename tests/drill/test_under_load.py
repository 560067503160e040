"""Whole scenarios under load: what clients saw is what counts."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from demo.counts import Tally
from demo.load import Load
from demo.switch import switch
from tests.interrupt import wait_until

if TYPE_CHECKING:
    from tests.stage import Stage

SWITCHES = 20

SLACK = 1.0
"""Seconds above the listener's delay: the balancer learns of a change at its next exchange."""


def _assert_nothing_lost(tally: Tally, load: Load) -> None:
    summary = load.summary()
    assert summary["failures"] == {}
    assert summary["sent"] > 0
    equal, counts = tally.agrees(load)
    assert equal, counts


@pytest.mark.timeout(300)
def test_twenty_switches_lose_nothing(stage: Stage) -> None:
    """No request fails, and none is answered by the old color later than the listener's delay after the write."""
    tally = Tally(stage.cloud, stage.outputs)
    written: list[tuple[float, str]] = []
    with Load(stage.url) as load:
        for number in range(SWITCHES):
            before = stage.cloud.last_call()
            color = "green" if number % 2 == 0 else "blue"
            done = switch(stage.cloud, stage.workspace, load, color)
            assert done.writes == ["ModifyListener", "PutLogEvents", "PutParameter"]
            written += [(call.time, done.old) for call in stage.cloud.writes(before) if call.action == "ModifyListener"]
    _assert_nothing_lost(tally, load)
    late = stage.cloud.settings.listener_delay + SLACK
    for (begun, old), (end, _) in pairwise([*written, (float("inf"), "")]):
        assert [r for r in load.results.all if r.color == old and begun + late < r.start < end] == []


def test_the_idle_color_is_torn_down_and_rebuilt(stage: Stage) -> None:
    """A drill loses no request, leaves nothing of the color behind, and the router's stack never notices."""
    idle = "green" if stage.weights()["blue"] == 100 else "blue"
    tally = Tally(stage.cloud, stage.outputs)
    stage.workspace.share(soak=0)
    with Load(stage.url) as load:
        # Clients that it answered before the last switch may come back to it for some seconds.
        wait_until(lambda: stage.workspace.run("destroy", idle, "--preview-only", "--run-program").code == 0)
        stage.workspace.destroy(idle).check()
        assert stage.fleets(idle) == []
        stage.assert_clean("router")
        stage.workspace.up(idle).check()
        assert stage.health(idle).count("healthy") == 2
        stage.assert_clean()
        time.sleep(1)
    _assert_nothing_lost(tally, load)


def test_a_fleet_replaced_under_load_drains(stage: Stage) -> None:
    """A release of a color that carries a canary's share replaces its fleet without cutting a request."""
    idle = "green" if stage.weights()["blue"] == 100 else "blue"
    stage.workspace.configure("router", canary=f"{idle}@30")
    stage.workspace.up("router").check()
    tally = Tally(stage.cloud, stage.outputs)
    with Load(stage.url) as load:
        live = stage.workspace.settings(idle)["release"]
        stage.workspace.configure(idle, release="2.0.0", allow_live_change=f"{idle}@{live}")
        stage.workspace.up(idle).check()
        time.sleep(1)
    _assert_nothing_lost(tally, load)
    stage.workspace.configure("router", canary=None)
    stage.workspace.up("router").check()
