"""A plan's first sentence and its level."""

from __future__ import annotations

import pytest

from components.color import Color
from ops.plan.level import Level, level_of
from ops.plan.report import ColorPlan, GateAnswer, Moves
from ops.plan.sentence import sentence
from tests.unit.ops.plan.scene import a_color

BLUE, GREEN = Color.BLUE, Color.GREEN
MOVES = Moves(100, "blue (1.0.0)", "green (1.1.0)", GREEN)
STAYS = (a_color(BLUE, 100, 100, 100), a_color(GREEN, 0, 0, 0))
IDLE = (STAYS[0], a_color(GREEN, 0, 0, 0, touched=True, after="1.2.0"))
LIVE = (a_color(BLUE, 100, 100, 100, touched=True), STAYS[1])
SWITCHED = (a_color(BLUE, 100, 100, 0), a_color(GREEN, 0, 0, 100))
BOTH = (SWITCHED[0], a_color(GREEN, 0, 0, 100, touched=True, after="1.2.0"))


@pytest.mark.parametrize(
    ("moves", "colors", "beside", "first", "told"),
    [
        (None, STAYS, False, False, "Nothing changes"),
        (None, IDLE, False, False, "Deploys 1.2.0 to green (idle): no live traffic is touched"),
        (None, LIVE, False, False, "Changes blue, which gets live traffic"),
        (MOVES, SWITCHED, False, False, "Moves 100 % of traffic from blue (1.0.0) to green (1.1.0)"),
        (None, STAYS, True, False, "Changes the router beside its weights"),
        (
            MOVES,
            BOTH,
            True,
            False,
            (
                "Moves 100 % of traffic from blue (1.0.0) to green (1.1.0); changes the router beside its weights;"
                " deploys 1.2.0 to green, which gets live traffic"
            ),
        ),
        (
            None,
            STAYS,
            True,
            True,
            "Deploys the router for the first time, where blue gets 100 % of the traffic",
        ),
    ],
)
def test_the_sentence(moves: Moves | None, colors: tuple[ColorPlan, ...], beside: bool, first: bool, told: str) -> None:  # noqa: FBT001
    """Traffic first, then the router, then the colors."""
    assert sentence(moves, colors, [], beside=beside, first=first) == told


def test_a_refusal_is_all_there_is_to_say() -> None:
    """In its own words, and only the first line of them."""
    told = sentence(MOVES, SWITCHED, ["green: 0 of 0 healthy\nmore"], beside=True, first=False)
    assert told == "Would be refused: green: 0 of 0 healthy"


@pytest.mark.parametrize("refusals", [[], ["so"]])
def test_live_weights_that_the_state_does_not_know_come_first(refusals: list[str]) -> None:
    """Whatever else is to be said."""
    drifted = (a_color(BLUE, 50, 100, 0), a_color(GREEN, 50, 0, 100))
    told = sentence(MOVES, drifted, refusals, beside=False, first=False)
    assert told.startswith("Live traffic is 50/50 and not 100/0 (blue/green), as the state holds; ")


@pytest.mark.parametrize(
    ("moves", "colors", "beside", "refused", "level"),
    [
        (None, STAYS, False, False, Level.NONE),
        (None, IDLE, False, False, Level.IDLE),
        (MOVES, SWITCHED, False, False, Level.TRAFFIC),
        (None, LIVE, False, False, Level.LIVE),
        (MOVES, BOTH, False, False, Level.LIVE),
        (MOVES, BOTH, True, False, Level.ROUTER),
        (MOVES, SWITCHED, False, True, Level.REFUSED),
        (None, LIVE, True, True, Level.REFUSED),
    ],
)
def test_the_level_is_the_highest_that_anything_reaches(
    moves: Moves | None,
    colors: tuple[ColorPlan, ...],
    beside: bool,  # noqa: FBT001  parametrized
    refused: bool,  # noqa: FBT001
    level: Level,
) -> None:
    """A refusal above all; a color that gets traffic above the traffic itself."""
    assert level_of(colors, moves, refused=refused, beside=beside) is level


def test_a_gate_that_was_not_asked_refuses_nothing() -> None:
    """As in a change that writes no weights."""
    assert not GateAnswer(asked=False, reasons=("so",)).refuses
