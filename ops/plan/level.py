"""How far a change reaches, in one word."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ops.plan.report import ColorPlan, Moves


class Level(IntEnum):
    """In this order: `--fail-on` means a level and all above it."""

    NONE = 0
    """Nothing changes."""
    IDLE = 1
    """Only what gets no live traffic, now or then."""
    TRAFFIC = 2
    """The listener's weights."""
    LIVE = 3
    """A color that gets live traffic, now or then."""
    ROUTER = 4
    """Anything in the router beside the weights and their record."""
    REFUSED = 5
    """An update would fail without a change: at the gate, at the guard, or at live weights that nobody declared."""

    @property
    def word(self) -> str:
        """As it is written: `idle`."""
        return self.name.lower()


def level_of(colors: Iterable[ColorPlan], moves: Moves | None, *, refused: bool, beside: bool) -> Level:
    """The highest level that anything reaches; BESIDE says that the router changes in more than its weights."""
    reached = {Level.NONE}
    if refused:
        reached.add(Level.REFUSED)
    if beside:
        reached.add(Level.ROUTER)
    if moves is not None:
        reached.add(Level.TRAFFIC)
    for each in colors:
        if each.touched:
            reached.add(Level.LIVE if each.serves else Level.IDLE)
    return max(reached)
