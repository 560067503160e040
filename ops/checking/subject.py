"""The color that is checked, and the one it is compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from components.color import Color, share, weights
from ops.checking.outcome import Side
from ops.look import Seen, role_of
from ops.problem import Code, Problem

if TYPE_CHECKING:
    from components.switch.switching import Switching
    from ops.checking.plan import Choice
    from ops.stacks import Stacks


@dataclass(frozen=True)
class Subject:
    """COLOR of a set of STACKS as SEEN a moment ago; SWITCHING is that of a move of all traffic to it.

    `path` is what the load asks; `commanded` says that the command was named for this run.
    """

    stacks: Stacks
    seen: Seen
    color: Color
    switching: Switching
    path: str
    commanded: bool

    @property
    def release(self) -> str | None:
        """What it runs, None where nothing was ever proven."""
        return self.seen.records.release(self.color)

    @property
    def excused(self) -> str | None:
        """The setting that lets exactly this color and release pass without its checks; None without one."""
        named = self.color.at(self.release)
        return f"skip_smoke: {named}" if self.switching.overrides.skip_smoke == named else None

    def side(self, color: Color) -> Side:
        """COLOR as the report names it."""
        role = role_of(color, self.seen.live, self.stacks.settings.active_color)
        return Side(color, self.seen.records.release(color), role)


def subject(stacks: Stacks, seen: Seen, choice: Choice) -> Subject:
    """What CHOICE means; its color is by default the one with the least traffic.

    Raises Problem where that color has all the traffic: nothing is left to be decided.
    """
    declared, live = stacks.settings.active_color, seen.live
    chosen = choice.color or min(Color, key=lambda each: (share(live, each), each is declared))
    if share(live, chosen) == 1:
        what = f"{chosen.value} has all the traffic already: a check is of what a color does before it gets it"
        raise Problem(what, f"bluegreen check --color {chosen.other.value}", Code.RESOURCE)
    switching = stacks.switching(weights(chosen))
    if choice.command:
        switching = replace(switching, gate=replace(switching.gate, command=choice.command))
    path = choice.path or switching.verify.path
    return Subject(stacks, seen, chosen, switching, path, commanded=bool(choice.command))
