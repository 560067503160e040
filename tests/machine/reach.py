"""One switch to a color that is ready, as a person makes it who does what the program says, and overrides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.machine.sight import other

if TYPE_CHECKING:
    from local.engine import Run
    from tests.machine.ground import Ground

REFRESH = "pulumi up --refresh --stack "
"""How the program says that the state does not know what is live."""

KEEP = "To keep {}: pulumi config set active_color {}"
"""How it says that somebody moved the traffic by hand, and how to take that over."""


def reach(ground: Ground, color: str) -> None:
    """Switch all traffic to COLOR; raises AssertionError when what the program says does not lead there."""
    before = ground.stage.cloud.last_call()
    run = _switch(ground, color)
    if run.code and KEEP.format(other(color), other(color)) in run.output:
        _switch(ground, other(color)).check()
        run = _switch(ground, color)
    assert run.code == 0, run.output
    assert ground.stage.weights() == {color: 100, other(color): 0}
    moves = [call for call in ground.stage.cloud.writes(before) if call.action == "ModifyListener"]
    assert len(moves) <= 1, moves


def _switch(ground: Ground, color: str) -> Run:
    ground.stage.workspace.configure("router", active_color=color, canary=None)
    run = ground.stage.workspace.up("router")
    if run.code and REFRESH in run.output:
        run = ground.stage.workspace.up("router", "--refresh")
    return run
