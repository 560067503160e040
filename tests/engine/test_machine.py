"""Whatever people, AWS and killed runs do in between: no step of ours hurts, and a ready color is one switch away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.cut import OURS, Moment, cut
from tests.machine.ground import Ground
from tests.machine.machine import SwitchMachine
from tests.machine.reach import REFRESH, reach
from tests.machine.sight import look
from tests.stage import quick_aws

if TYPE_CHECKING:
    from collections.abc import Iterator

QUICKLY = {"registration_delay": 0.2, "listener_delay": 0.2, "check_pace": 0.1}

EACH = settings(
    deadline=None,
    database=None,
    print_blob=True,
    # A step takes seconds, and to make an example smaller takes many: it is short anyway.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A set of stacks on a local AWS of its own."""
    with quick_aws(tmp_path_factory.mktemp("cloud"), **QUICKLY) as cloud:
        yield Ground(cloud, tmp_path_factory.mktemp("sets"), cloud.environment)


@pytest.mark.timeout(2400)
def test_no_step_of_ours_hurts(ground: Ground) -> None:
    """20 plays, the same ones each time."""
    plan = settings(EACH, max_examples=20, stateful_step_count=4, derandomize=True)
    run_state_machine_as_test(_on(ground, thorough=False), settings=plan)


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_no_step_of_ours_hurts_in_many_plays(ground: Ground) -> None:
    """200 plays, other ones each time, with a preview after each update."""
    plan = settings(EACH, max_examples=200, stateful_step_count=4)
    run_state_machine_as_test(_on(ground, thorough=True), settings=plan)


def _on(ground: Ground, *, thorough: bool) -> type[SwitchMachine]:
    class Play(SwitchMachine):
        def __init__(self) -> None:
            super().__init__(ground, thorough=thorough)

    return Play


def test_the_intent_of_a_killed_release_ends_with_the_next_up(ground: Ground) -> None:
    """The release taken back, `up` changes nothing, and a switch to the color passes."""
    sight = ground.begin()
    ground.declare_release("green", good=True)
    cut(ground.stage, "green", Moment("PutParameter", OURS, "after"), kill=True)
    assert look(ground).colors["green"].under_way
    ground.declare_what_runs("green", sight)
    ground.stage.workspace.up("green").check()
    assert not look(ground).colors["green"].under_way
    reach(ground, "green")
    ground.put_back(look(ground))


def test_a_switch_undone_behind_a_cut_update_asks_for_a_refresh(ground: Ground) -> None:
    """Listener written, parameter not, then moved back by hand: `up` names `up --refresh`, which gets there."""
    ground.begin()
    ground.stage.workspace.configure("router", active_color="green")
    cut(ground.stage, "router", Moment("DescribeTargetHealth", OURS, "before"), kill=False)
    assert (look(ground).weights["green"], look(ground).active["color"]) == (100, "blue")
    ground.stage.set_weights(blue=100, green=0)
    run = ground.stage.workspace.up("router")
    assert run.code != 0
    assert "live is blue 100, green 0; declared is blue 0, green 100, and the state does not know it" in run.output
    assert f"{REFRESH}{ground.stage.workspace.stack('router')}" in run.output
    reach(ground, "green")
    ground.put_back(look(ground))


def test_a_destroy_can_be_repeated(ground: Ground) -> None:
    """A color that is gone is destroyed again without an error, and comes back with one `up`."""
    ground.begin()
    for _ in range(2):
        ground.stage.workspace.destroy("green").check()
    ground.dirty.add("green")
    ground.put_back(look(ground))
