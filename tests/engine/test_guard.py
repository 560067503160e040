"""The fleet of a color that carries traffic is not replaced, parked or shrunk; what hurts nobody passes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.guard_stage import DENIED, GuardStage
from tests.engine.switch_stage import OURS

HARM: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "release": (
        {"release": "5.0.0"},
        ("replace its fleet", "(release LIVE) by release 5.0.0", "Release to green instead", "config set release LIVE"),
    ),
    "parked": ({"parked": True}, ("park it", "pulumi config rm parked")),
    "below the ratio": (
        {"capacity": {"min": 1, "max": 1}},
        ("shrink it from 2 in service to 1, below 2", "pulumi config set --path capacity.max 2"),
    ),
    "below min_targets": (
        {"capacity": {"min": 1, "max": 4, "desired": 1}, "capacity_ratio": 0, "min_targets": 2},
        ("shrink it from 2 in service to 1, below 2", "pulumi config set --path capacity.desired 2"),
    ),
    "service": ({"service": "other"}, ("rename service bluegreen to other", "the setting service was bluegreen")),
}
"""Settings of the live color that would hurt it, and what is said of them; LIVE is its release."""

HARMLESS: dict[str, dict[str, Any]] = {
    "a smaller minimum": {"capacity": {"min": 1, "max": 4}},
    "a maximum that nobody reaches": {"capacity": {"min": 2, "max": 3}},
    "more": {"capacity": {"min": 3, "max": 6}},
    "as many as the ratio asks for": {"capacity": {"min": 1, "max": 4, "desired": 1}, "capacity_ratio": 0.5},
}

BLIND = ["DescribeListeners", "*"]
"""Calls without which nobody can tell whether a color carries traffic."""


@pytest.fixture
def stage(guard_stage: GuardStage) -> GuardStage:
    """Blue carries the traffic, green is idle."""
    return guard_stage


@pytest.mark.parametrize("name", HARM)
def test_harm_to_the_live_color_is_refused(stage: GuardStage, name: str) -> None:
    """Preview and update say why and how to go on; cloud and state stay as they were."""
    settings, phrases = HARM[name]
    stage.workspace.configure("blue", **settings)
    live = stage.released("blue")
    accept = f"pulumi config set allow_live_change blue@{live}"
    told = (*(phrase.replace("LIVE", live) for phrase in phrases), "blue carries traffic (weight 100)", accept)
    stage.refused_preview("blue", *told)
    stage.refused_update("blue", *told)


def test_after_a_refusal_the_settings_put_back_are_clean(stage: GuardStage) -> None:
    """Preview and refresh of the live color find nothing."""
    stage.workspace.configure("blue", service="other", release="5.0.0")
    stage.refused_update("blue", "blue carries traffic")
    stage.put_back()
    stage.assert_clean("blue")


def test_a_stack_never_becomes_the_other_color(stage: GuardStage) -> None:
    """Live or idle, all of it would be destroyed."""
    stage.workspace.configure("green", color="blue", router=stage.workspace.stack("router"))
    told = ("this stack is green, and color says blue", "pulumi config set color green")
    stage.refused_update("green", *told)


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_capacity_passes(stage: GuardStage, name: str) -> None:
    """A preview of the live color shows one update of the group, and warns of nothing."""
    stage.workspace.configure("blue", **HARMLESS[name])
    run = stage.workspace.preview("blue").check()
    assert (run.changes, run.output.strip()) == ({"update": 1}, "")


@pytest.mark.parametrize("action", BLIND)
def test_without_permission_to_look_a_preview_warns_and_an_update_refuses(stage: GuardStage, action: str) -> None:
    """Nobody replaces a fleet blindly; a pull request still gets its preview. The missing permission is named."""
    stage.workspace.configure("green", release="5.0.0")
    with stage.cloud.faulty(actions=[action], agent=OURS, error=DENIED):
        preview = stage.workspace.preview("green").check()
        assert "the credentials lack the permission" in preview.output
        assert "An update would be refused" in preview.output
        stage.refused_update("green", "the credentials lack the permission", noted=False)


def test_without_permission_to_declare_its_intent_no_release_begins(stage: GuardStage) -> None:
    """A switch could not see it."""
    stage.workspace.configure("green", release="5.0.0")
    with stage.cloud.faulty(actions=["PutParameter"], agent=OURS, error=DENIED):
        stage.refused_update("green", "the credentials lack the permission ssm:PutParameter")


def test_live_is_the_listener_and_never_the_parameter(stage: GuardStage) -> None:
    """With all traffic moved to green by hand, green is protected and blue may be released to."""
    stage.set_weights(blue=0, green=100)
    assert stage.active["color"] == "blue"
    stage.workspace.configure("green", release="5.0.0")
    told = ("green carries traffic (weight 100)", "Release to blue instead")
    stage.refused_preview("green", *told)
    stage.refused_update("green", *told)
    stage.release("blue", "5.1.0").check()
    assert list(stage.groups("blue").values()) == [True]


def test_an_override_is_for_one_release_and_inert_afterwards(stage: GuardStage) -> None:
    """Accepted, it is warned of and noted; left behind, it lets the next release of the same color not pass."""
    live = stage.released("blue")
    (old,) = stage.groups("blue")
    stage.workspace.configure("blue", allow_live_change=f"blue@{live}", release="5.2.0")
    preview = stage.workspace.preview("blue").check()
    assert f"allow_live_change is set: blue@{live} may be replaced" in preview.output
    run = stage.workspace.up("blue").check()
    assert f"allow_live_change: blue@{live} was accepted although this would replace its fleet {old}" in run.output
    assert (stage.log()[-1]["event"], stage.log()[-1]["allowed"]) == ("accepted", f"blue@{live}")
    assert old not in stage.groups("blue")
    stage.workspace.configure("blue", release="5.3.0")
    stage.refused_update("blue", "(release 5.2.0) by release 5.3.0", "allow_live_change blue@5.2.0")
    stage.workspace.configure("blue", release="5.2.0")
    assert stage.workspace.preview("blue", "--expect-no-changes").code == 0
