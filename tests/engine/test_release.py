"""A release returns when its fleet is healthy; a failed one stays failed and the serving fleet stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.workspace import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stage import Stage

FAULTY = {"FAULT_HEALTH": "fail"}


def test_a_release_returns_when_all_its_targets_are_healthy(stage: Stage) -> None:
    """The old fleet is gone, the new one is healthy, and the router's stack never noticed."""
    old = stage.fleets("green")
    stage.workspace.configure("green", release="1.2.0")
    stage.workspace.up("green").check()
    (new,) = stage.fleets("green")
    assert [new] != old
    assert stage.health("green").count("healthy") == 2
    stage.assert_clean()


def test_a_failed_release_fails_again_and_adds_no_fleet(stage: Stage) -> None:
    """Three runs fail with the counts and the reason; the serving fleet stays; the old release put back heals it."""
    (serving,) = stage.fleets("green")
    stage.workspace.configure("green", release="1.3.0", app_env=FAULTY, release_timeout=13)
    states: list[list[str]] = []
    for _ in range(3):
        run = stage.workspace.up("green")
        assert run.code != 0
        assert "1.3.0 of green did not become healthy within 13 seconds" in run.output
        assert "0 of 2 healthy" in run.output
        assert "Target.ResponseCodeMismatch" in run.output
        assert "Traceback" not in run.output
        states.append(stage.fleets("green"))
    assert len(states[0]) == 2
    assert serving in states[0]
    assert states[0] == states[1] == states[2]
    assert stage.weights() == {"blue": 100, "green": 0}
    stage.workspace.configure("green", release="1.2.0", app_env=None, release_timeout=40)
    stage.workspace.up("green").check()
    assert len(stage.fleets("green")) == 1
    stage.assert_clean()


def test_a_broken_template_is_a_release_that_fails(stage: Stage, tmp_path: Path) -> None:
    """The instance runs its own user data, so a line that fails there fails the release."""
    good = (PROJECT / "app/user_data.sh").read_text()
    broken = tmp_path / "user_data.sh"
    broken.write_text(good.replace("\nset -euo pipefail\n", "\nset -euo pipefail\nno-such-command\n"))
    (tmp_path / "app.py").write_text((PROJECT / "app/app.py").read_text())
    (serving,) = stage.fleets("green")
    stage.workspace.configure("green", release="1.4.0", user_data=str(broken), release_timeout=8)
    assert stage.workspace.up("green").code != 0
    assert serving in stage.fleets("green")
    stage.workspace.configure("green", release="1.2.0", user_data=None, release_timeout=40)
    stage.workspace.up("green").check()
    stage.assert_clean("green")


@pytest.mark.parametrize("desired", [None, 3])
def test_capacity_never_replaces_a_fleet(stage: Stage, desired: int | None) -> None:
    """Raising and undoing the capacity changes the group in place, also one that scaled by itself."""
    (fleet,) = stage.fleets("blue")
    if desired:
        stage.autoscaling.set_desired_capacity(AutoScalingGroupName=fleet, DesiredCapacity=desired)
    for capacity in ({"min": 3, "max": 6}, None):
        stage.workspace.configure("blue", capacity=capacity)
        run = stage.workspace.up("blue").check()
        assert run.changes == {"update": 1}
        assert stage.fleets("blue") == [fleet]
    if desired:
        stage.autoscaling.set_desired_capacity(AutoScalingGroupName=fleet, DesiredCapacity=2)


def test_a_tag_changes_in_place(stage: Stage) -> None:
    """A default tag reaches what takes it, and the fleet stays."""
    (fleet,) = stage.fleets("blue")
    stage.workspace.tag(team="shop")
    run = stage.workspace.up("blue").check()
    assert set(run.changes) == {"update"}
    assert stage.fleets("blue") == [fleet]
    stage.assert_clean("blue")
