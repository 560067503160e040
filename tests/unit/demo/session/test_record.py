"""What is read off a recorded switch."""

from __future__ import annotations

from demo.session.record import marks
from local.client import Call


def _move(moment: float, **weights: int) -> Call:
    groups = [{"TargetGroupArn": group, "Weight": weight} for group, weight in weights.items()]
    forward = {"DefaultActions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}]}
    return Call(1, moment, "elasticloadbalancing", "ModifyListener", True, forward, 200, "", False)


def test_each_write_is_a_step_of_the_color_that_gains() -> None:
    """By the moment of the write, in percent; nothing left means that it was taken back."""
    moves = [_move(1.5, old=90, new=10), _move(2.5, old=0, new=100), _move(3.5, old=100, new=0)]
    assert marks(moves, "new") == {1.5: "10 %", 2.5: "100 %", 3.5: "taken back"}
