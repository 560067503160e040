"""Two updates at once, under load: a switch during a deployment of the color it goes to, and two switches."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from demo.load import Load
from local.workspace import Workspace
from tests.drill.crossing import MOMENTS, Watch, at
from tests.engine.guard_stage import GuardStage
from tests.stage import quick_aws

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.client import Call
    from local.engine import Run

REGISTRATION = 3
"""Seconds between an instance's launch and its registration: so long nobody sees it in the target group."""

PATIENCE = 120
"""Seconds for a fleet to become healthy while it is held and the machine is busy."""

QUICK_MOMENTS = {"before its intent", "after its fleet", "before the old fleet goes"}
"""One before anybody can know of the deployment, one in its middle, one at its end; the others are for the night."""

RACES, MANY_RACES = 3, 20

LOCKED = re.compile(r"the stack is currently locked by .* created by \S+@\S+ \(pid \d+\)", re.DOTALL)
"""What the engine says to whoever comes second: by whom, and where."""


def _mark(moment: str) -> object:
    return moment if moment in QUICK_MOMENTS else pytest.param(moment, marks=pytest.mark.nightly)


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardStage]:
    """A set of three stacks on a local AWS of its own, which registers instances as late as AWS does."""
    with quick_aws(tmp_path_factory.mktemp("races"), registration_delay=REGISTRATION, listener_delay=0.5) as cloud:
        stage = GuardStage(cloud, Workspace(tmp_path_factory.mktemp("stacks"), cloud.environment, "races-"))
        stage.deploy()
        yield stage


@pytest.fixture
def stage(deployed: GuardStage) -> Iterator[GuardStage]:
    """Blue carries the traffic, green is idle; settings, faults and traffic are put back."""
    deployed.workspace.configure("green", release_timeout=PATIENCE)
    yield deployed
    deployed.put_back()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("moment", [_mark(moment) for moment in MOMENTS])
def test_a_switch_during_a_deployment_is_refused_or_safe(stage: GuardStage, moment: str) -> None:
    """No request fails, none meets a release that is not on record, and none of its instances could answer one."""
    release, before = f"8.{list(MOMENTS).index(moment)}.0", stage.cloud.last_call()
    stage.workspace.configure("green", release=release)
    with Load(stage.url) as load:
        with Watch(stage) as watch:
            runs = at(stage, moment, lambda: stage.workspace.up("green"), lambda: stage.switch("green"))
        if not _is_told(*runs):
            stage.switch("blue", "--refresh").check()
            stage.wait_until_drained("green")
            stage.workspace.up("green").check()
    written = max(call.time for call in stage.called("PutParameter", before) if _is_record(stage, call))
    assert [result for result in load.results.all if result.release == release and result.start < written] == []
    assert load.summary()["failures"] == {}
    assert (watch.strangers, watch.looks > 0) == (set(), True)
    assert stage.released("green") == release
    assert list(stage.groups("green").values()) == [True]
    stage.put_back()
    stage.assert_clean("green", "router")


def _is_record(stage: GuardStage, call: Call) -> bool:
    return call.parameters.get("Name") == stage.record_name("green")


def _is_told(deployment: Run, switch: Run) -> bool:
    """Whether DEPLOYMENT went through; else it says that its color carries traffic. SWITCH may be refused."""
    assert "Traceback" not in deployment.output + switch.output
    if deployment.code:
        assert "green carries traffic" in deployment.output or "green went live" in deployment.output
        return False
    assert switch.code == 0 or "refused, nothing was changed" in switch.output, switch.output
    return True


@pytest.mark.parametrize("races", [RACES, pytest.param(MANY_RACES, marks=pytest.mark.nightly)])
def test_of_two_updates_at_once_one_writes(stage: GuardStage, races: int) -> None:
    """Each switch is one ModifyListener, however many try; whoever comes second is told who is at it."""
    with Load(stage.url) as load:
        for number in range(races):
            color = ("green", "blue")[number % 2]
            before = stage.cloud.last_call()
            stage.workspace.configure("router", active_color=color)
            with ThreadPoolExecutor(2) as pool:
                runs = list(pool.map(stage.workspace.up, ["router"] * 2))
            for run in runs:
                assert run.code == 0 or LOCKED.search(run.output), run.output
            if all(run.code for run in runs):
                # Each saw the other's lock and stepped back.
                stage.workspace.up("router").check()
            assert len(stage.called("ModifyListener", before)) == 1
            assert stage.weights()[color] == 100
    assert load.summary()["failures"] == {}
