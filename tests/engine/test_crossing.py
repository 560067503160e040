"""A color goes live while a deployment of it runs: the fleet that serves stays, and what is said leads out of it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from local.engine import run_engine
from tests.engine.switch_stage import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine import Run
    from tests.engine.guard_stage import GuardStage

COMMAND = re.compile(r"pulumi (?:config set|up)(?: (?:--)?[\w/@.-]+)+")
"""A command in a message, up to the mark that ends it."""


@pytest.fixture
def stage(guard_stage: GuardStage) -> GuardStage:
    """Blue carries the traffic, green is idle."""
    return guard_stage


def follow(stage: GuardStage, message: str) -> list[Run]:
    """Run the commands that stand in MESSAGE, in their order, as a person would."""
    runs: list[Run] = []
    for command in COMMAND.findall(message):
        words = command.removeprefix("pulumi ").split()
        flags = ("--yes", "--skip-preview") if words[0] == "up" else ()
        if "--stack" in words:
            runs.append(run_engine(stage.workspace.directory, stage.workspace.environment, *words, *flags))
    assert runs
    return runs


def go_on_as_told(stage: GuardStage, message: str) -> None:
    """Follow MESSAGE; where that meets the question who moved the traffic, answer it and try again."""
    last = follow(stage, message)[-1]
    if last.code:
        _, _, answer = last.output.partition("To write what is declared all the same: ")
        again = next(command for command in COMMAND.findall(message) if "--refresh" in command)
        last = follow(stage, f"{answer.splitlines()[0]}\n{again}")[-1]
    assert last.code == 0, last.output


def by_hand(stage: GuardStage, release: str) -> Run:
    """Release RELEASE to green; once its fleet is made, somebody moves all traffic to green."""
    stage.workspace.configure("green", release=release)
    return stage.while_held(
        lambda: stage.workspace.up("green"),
        lambda: stage.set_weights(blue=0, green=100),
        actions=["CreateAutoScalingGroup"],
        hold="after",
    )


def by_a_switch(stage: GuardStage, release: str) -> Run:
    """Release RELEASE to green while a switch to it is between its gate, which saw no intent, and its write."""
    stage.workspace.configure("green", release=release)
    stage.workspace.configure("router", active_color="green")
    before = stage.cloud.last_call()
    with ThreadPoolExecutor(2) as pool:
        rule = stage.cloud.fault(actions=["ModifyListener"], hold="before")
        switch = pool.submit(stage.workspace.up, "router")
        wait_until(stage.cloud.holds)
        deployment = pool.submit(stage.workspace.up, "green")
        wait_until(lambda: bool(stage.called("CreateAutoScalingGroup", before)))
        stage.cloud.clear_faults(rule)
        assert "Traceback" not in switch.result().output
        return deployment.result()


@pytest.mark.parametrize(("cross", "release"), [(by_hand, "7.1.0"), (by_a_switch, "7.2.0")])
def test_a_deployment_whose_color_goes_live_steps_aside(
    stage: GuardStage, cross: Callable[[GuardStage, str], Run], release: str
) -> None:
    """The new fleet is out of the target group, the serving one stays; what the message says ends with one fleet."""
    (serving,) = stage.groups("green")
    was = stage.released("green")
    run = cross(stage, release)
    assert run.code != 0
    assert "Traceback" not in run.output
    groups = stage.groups("green")
    (new,) = set(groups) - {serving}
    assert groups == {serving: True, new: False}
    assert (stage.weights(), stage.released("green")) == ({"blue": 0, "green": 100}, was)
    assert f"green went live while {release} was being deployed to it: {new} was taken out" in run.output
    stage.refused_update("green", "green carries traffic (weight 100)")
    go_on_as_told(stage, run.output)
    assert stage.weights() == {"blue": 100, "green": 0}
    stage.workspace.configure("router", allow_repair=None, active_color="blue")
    stage.wait_until_drained("green")
    stage.workspace.up("green").check()
    assert (stage.groups("green"), stage.released("green")) == ({new: True}, release)
    assert stage.health("green").count("healthy") == 2
    stage.assert_clean("router", "green")
