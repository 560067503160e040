"""Optimistic concurrency: weights that somebody set by hand are never moved unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.refusals import refuse
from tests.engine.told import told

if TYPE_CHECKING:
    from tests.engine.switch_stage import SwitchStage


def test_a_switch_from_weights_that_nobody_expected_is_refused(switch_stage: SwitchStage) -> None:
    """Live is neither old nor declared: the message has all three, and the share that would move."""
    switch_stage.set_weights(blue=70, green=30)
    phrases = (
        "live blue 70, green 30; expected blue 100, green 0; declared blue 0, green 100",
        "move 70 % of the traffic",
        "pulumi up --refresh",
        "allow_repair 70/30",
    )
    refuse(switch_stage, *phrases, name="hand-edit")


def test_allow_repair_accepts_the_weights_it_names_and_no_others(switch_stage: SwitchStage) -> None:
    """One that was left behind for 50/50 lets 60/40 not pass; where it fits, it is noted."""
    stage = switch_stage
    stage.set_weights(blue=60, green=40)
    stage.workspace.configure("router", allow_repair="50/50")
    refuse(stage, "live blue 60, green 40", "allow_repair 60/40")
    run = stage.switch("green", allow_repair="60/40").check()
    assert stage.weights() == {"blue": 0, "green": 100}
    accepted = "allow_repair: live weights blue 60, green 40 were accepted as they are"
    assert f"green: {accepted}" in run.diagnostics
    assert stage.log()[-1]["notes"] == [accepted]


def test_a_rescue_by_hand_is_not_undone_by_a_refresh(switch_stage: SwitchStage) -> None:
    """After a refresh the state agrees with live, so the active-color parameter tells that this is a rescue."""
    stage = switch_stage
    stage.set_weights(blue=0, green=100)
    phrases = ("parameter names blue", "To keep green: pulumi config set active_color green", "allow_repair 0/100")
    refuse(stage, *phrases, name="rescue", flags=("--refresh",), color="blue")
    stage.switch("green").check()
    assert stage.active["color"] == "green"
    assert stage.weights() == {"blue": 0, "green": 100}


def test_a_switch_whose_end_was_lost_is_finished(switch_stage: SwitchStage) -> None:
    """Live is as declared already, as after a kill behind the write: it passes, says so, and the parameter follows."""
    stage = switch_stage
    stage.set_weights(blue=0, green=100)
    run = stage.switch("green").check()
    note = "green: live is as declared already: this ends a switch whose end was lost"
    assert note in run.diagnostics
    assert stage.active["color"] == "green"
    told(stage, "finished", note)


def test_a_difference_that_the_state_does_not_know_fails_an_update(switch_stage: SwitchStage) -> None:
    """An `up` without changes must not exit with 0 while live is not as declared; a preview warns of it."""
    stage, before = switch_stage, switch_stage.cloud.last_call()
    stage.set_weights(blue=0, green=100)
    said = "live is blue 0, green 100; declared is blue 100, green 0, and the state does not know it"
    preview = stage.preview("blue").check()
    (warning,) = [text for text in preview.diagnostics if text.startswith(said)]
    assert "pulumi up --refresh" in warning
    run = stage.switch("blue")
    assert run.code != 0
    assert said in run.output
    assert "Traceback" not in run.output
    assert [call.action for call in stage.cloud.writes(before)] == ["ModifyListener"]  # ours, by hand
    told(stage, "unknown-difference", warning)


def test_a_change_beside_the_weights_does_not_write_over_a_hand_edit(switch_stage: SwitchStage) -> None:
    """A new stickiness sends the whole forward again, weights included."""
    switch_stage.set_weights(blue=0, green=100)
    switch_stage.workspace.configure("router", stickiness=60)
    refuse(switch_stage, "live blue 0, green 100; expected blue 100, green 0", color="blue")


def test_a_preview_warns_of_weights_that_nobody_expected(switch_stage: SwitchStage) -> None:
    """Live differs from the state: the switch is told to be refused, and the preview exits with 0."""
    switch_stage.set_weights(blue=70, green=30)
    run = switch_stage.preview("green").check()
    assert "this switch would be refused now: the live weights are not those" in run.output


def test_without_its_listener_nothing_is_switched_until_it_is_made_again(switch_stage: SwitchStage) -> None:
    """A deleted listener is named, by a switch and by an `up` without changes; `up --refresh` makes it again."""
    stage = switch_stage
    stage.load_balancing.delete_listener(ListenerArn=stage.outputs["listener_arn"])
    refuse(stage, "was deleted outside of this program", "pulumi up --refresh", name="no-listener")
    assert "the listener was deleted outside of this program" in stage.preview("blue").check().output
    unchanged = stage.switch("blue")
    assert unchanged.code != 0
    assert "the listener was deleted outside of this program: nobody is served" in unchanged.output
    stage.workspace.up("router", "--refresh").check()
    stage.forget()
    assert stage.weights() == {"blue": 100, "green": 0}
    stage.wait_for_health("blue", "healthy", "healthy")
    stage.wait_for_health("green", "healthy", "healthy")
    stage.assert_clean("router")
