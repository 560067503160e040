"""After a switch to a new release the color before it is the way back, and stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.switch_stage import wait_until

if TYPE_CHECKING:
    from tests.engine.guard_stage import GuardStage

LONG, SHORT = "1h", "20s"
"""A soak that outlasts every test, and one that a test can wait for; an update looks within a few seconds."""

KEPT_ALIVE = 60
"""Seconds: the least that a load balancer takes, and more than a refusal needs."""

WAY_BACK, STILL_ASKED = "it is the way back from green", "clients that it answered before the switch may come back"


@pytest.fixture
def stage(guard_stage: GuardStage) -> GuardStage:
    """Blue carries the traffic, green is idle."""
    return guard_stage


def _different(stage: GuardStage) -> None:
    if stage.released("green") == stage.released("blue"):
        stage.release("green", f"{stage.released('blue')}-new").check()


def test_the_way_back_stays_as_it_is(stage: GuardStage) -> None:
    """It is not replaced, parked or destroyed, in preview and in update, and is told until when."""
    _different(stage)
    stage.workspace.share(soak=LONG)
    stage.switch("green").check()
    told = ("blue must stay until", WAY_BACK, "Wait until then.")
    stage.workspace.configure("blue", release="6.0.0")
    stage.refused_preview("blue", "replace its fleet", *told)
    stage.refused_update("blue", "replace its fleet", *told)
    stage.workspace.configure("blue", release=stage.released("blue"), parked=True)
    stage.refused_update("blue", "park it", *told)
    stage.workspace.configure("blue", parked=None)
    stage.refused_destroy("blue", "destroy it", *told)
    assert not stage.may_go("blue")


def test_a_rollback_ends_the_soak_and_begins_none(stage: GuardStage) -> None:
    """The color that was rolled back from may go as soon as no client can come back to it."""
    _different(stage)
    stage.workspace.share(soak=LONG)
    stage.switch("green").check()
    assert stage.active["soak"] is True
    stage.switch("blue").check()
    assert stage.active["soak"] is False
    wait_until(lambda: stage.may_go("green"))


def test_a_color_may_go_once_its_soak_is_over(stage: GuardStage) -> None:
    """Before that its destroy is refused; afterwards it is destroyed, and can be rebuilt."""
    _different(stage)
    stage.workspace.share(soak=SHORT)
    stage.switch("green").check()
    stage.refused_destroy("blue", WAY_BACK)
    wait_until(lambda: stage.may_go("blue"))
    stage.workspace.destroy("blue").check()
    assert stage.groups("blue") == {}
    stage.release("blue", stage.released("green")).check()


def test_a_switch_between_equal_releases_begins_no_soak(stage: GuardStage) -> None:
    """Then the color before it stays only as long as clients may come back to it."""
    if stage.released("green") != stage.released("blue"):
        stage.release("green", stage.released("blue")).check()
    stage.workspace.share(soak=LONG)
    stage.switch("green", client_keep_alive=KEPT_ALIVE).check()
    assert stage.active["soak"] is False
    stage.refused_destroy("blue", STILL_ASKED)
    stage.switch("green", client_keep_alive=None).check()
    wait_until(lambda: stage.may_go("blue"))
