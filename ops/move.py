"""A move of traffic to one color: the plan, its declaration in the router's file, and one `pulumi up`."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from components.color import TOTAL, Color, describe, pair, weights
from components.switch.concurrency import Before
from components.switch.refusal import not_ready, nothing_changed
from components.switch.verdict import Verdict, judge
from components.traffic import listener_weights
from ops.aws_problems import looking
from ops.problem import Code, Problem
from ops.stack_file import StackFile
from ops.unparking import is_parked, unparking

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ops.changing import Scene

SWITCHED = frozenset({"update aws:lb/listener:Listener", "update aws:ssm/parameter:Parameter"})
"""What a switch changes, and nothing else."""


@dataclass(frozen=True)
class Moved:
    """A move that is done: the weights as read back, and the seconds that the update took."""

    live: Mapping[Color, int]
    seconds: float


def traffic_settings(shares: Mapping[Color, int], preferred: Color) -> dict[str, str | None]:
    """The settings that mean SHARES, which are all percent; of two equal halves PREFERRED is the active color."""
    active = max(Color, key=lambda color: (shares[color], color is preferred))
    share = shares[active.other]
    return {"active_color": active.value, "canary": f"{active.other.value}@{share}" if share else None}


class Move:
    """SHARE percent of the traffic of SCENE to TARGET, all by default; BAD is a release to be marked, `green@1.1.0`.

    Less than all makes TARGET the canary beside the other color: at most half.
    """

    def __init__(self, scene: Scene, target: Color, *, share: int = TOTAL, bad: str | None = None) -> None:
        """Nothing is declared yet. Raises Problem when AWS can't be asked."""
        stacks, seen = scene.stacks, scene.seen
        self.stacks, self.seen, self.target, self.share = stacks, seen, target, share
        self.declared = weights(target) if share == TOTAL else weights(target.other, (target, share))
        self._updates, self._bad = scene.updates, bad
        self._file = StackFile(scene.folder, stacks.router)
        # A refresh takes over what somebody set by hand, else the state would be ahead of it.
        self.refreshes = dict(seen.live) != stacks.known
        before = Before(seen.live if self.refreshes else stacks.known)
        with looking(stacks.router):
            self.verdict: Verdict = judge(
                stacks.switching(self.declared), stacks.listener, before, self.gaining, seen.records
            )

    @property
    def gaining(self) -> tuple[Color, ...]:
        """The color that gets more traffic than it has."""
        return tuple(color for color in Color if self.seen.live[color] < self.declared[color])

    @property
    def file(self) -> Path:
        """The router's file."""
        return self._file.path

    @property
    def settings(self) -> dict[str, str | None]:
        """What the router's file says once it is declared."""
        marked = {"bad_release": self._bad} if self._bad and self.share == TOTAL else {}
        return {**traffic_settings(self.declared, self._active), **marked}

    @property
    def interrupted(self) -> bool:
        """Whether an interrupt came while it was made, also where it was made to the end."""
        return self._updates.interrupted

    @property
    def receiver(self) -> Color:
        """Who gets traffic: the target, unless it becomes the canary after having had more than that."""
        return next(iter(self.gaining), self.target)

    @property
    def what(self) -> str:
        """What the receiver has then: `all traffic`, or `10 % of the traffic`."""
        return "all traffic" if self.share == TOTAL else f"{self.declared[self.receiver]} % of the traffic"

    @property
    def finished(self) -> bool:
        """Whether the traffic, the records and the file are there already."""
        active = self.seen.records.active
        there = dict(self.seen.live) == self.declared == self.stacks.declared == self.stacks.known
        return there and active is not None and active.color is self._active

    def lines(self) -> list[str]:
        """The plan, a line each."""
        records, live = self.seen.records, self.seen.live
        source, target = records.named(self.receiver.other), records.named(self.receiver)
        told = [
            f"{self.stacks.router}: {self.what} to {target}, away from {source}",
            f"  weights: {pair(live)} now, {pair(self.declared)} after (blue/green)",
            *(f"  {color.value}: {self.seen.health[color].describe()}" for color in Color),
            f"  changes: {self._changed}, nothing else; {self.file.name} says so",
        ]
        if self.refreshes:
            known = describe(self.stacks.known)
            told.append(f"  somebody moved traffic by hand: the state still holds {known}, and is refreshed first")
        if self._bad:
            told.append(f"  {self._bad} is marked bad: nothing switches to it again unless allow_unready names it")
        return told + [f"  {note}" for note in self.verdict.notes]

    @property
    def _active(self) -> Color:
        return self.target if self.share == TOTAL else self.target.other

    @property
    def _changed(self) -> str:
        active = self.seen.records.active
        same = self.share < TOTAL and active is not None and active.color is self._active
        return "the listener" if same else "the listener and the active-color parameter"

    def check(self) -> None:
        """Raise Problem where the gate would refuse it now: nothing was changed yet."""
        if self.verdict.passes:
            return
        reason, router = not_ready(self.stacks.switching(self.declared), self.verdict), self.stacks.router
        if not is_parked(self.seen.records, self.target):
            raise Problem(nothing_changed(reason), f"bluegreen status --router {router}", Code.RESOURCE)
        takes = unparking(self.stacks, self.seen.records, self.target).words()
        what = nothing_changed(f"{self.target.value} is parked, and {takes}; {reason}")
        raise Problem(
            what, f"bluegreen unpark --color {self.target.value} --router {router}, then again", Code.RESOURCE
        )

    def declare(self) -> None:
        """Write the plan into the router's file. Raises Problem."""
        with self._file.declaring():
            self._updates.declare(self.stacks.router, self.settings)

    def preview(self) -> None:
        """Raise Problem where an update would change more than a switch does."""
        changed = self._updates.preview(self.stacks.router, refresh=self.refreshes)
        others = sorted({each for each in changed if each.rpartition(" ")[0] not in SWITCHED})
        if others:
            what = f"{self.stacks.router} has changes waiting that are no switch: {'; '.join(others)}"
            apply = f"apply them first, with active_color as it is: pulumi up --stack {self.stacks.router}"
            raise Problem(nothing_changed(what), apply, Code.CHANGES)

    def run(self) -> Moved:
        """Update the router, and read back what is live. Raises Problem when it is not as declared."""
        begun = time.monotonic()
        self._updates.up(self.stacks.router, refresh=self.refreshes)
        seconds = time.monotonic() - begun
        with looking(self.stacks.router):
            live = listener_weights(self.stacks.listener, self.stacks.target_groups)
        if live != self.declared:
            what = f"the update ended, but live is {pair(live)}, and {pair(self.declared)} is declared (blue/green)"
            raise Problem(what, f"pulumi up --refresh --stack {self.stacks.router}", Code.CHANGES)
        return Moved(live, seconds)

    def take_back(self) -> str:
        """After a failure: leave nothing declared that is not live; what became of it, in words."""
        try:
            with looking(self.stacks.router):
                live = listener_weights(self.stacks.listener, self.stacks.target_groups)
        except Problem:
            return f"what is live can't be read; {self.file.name} says {pair(self.declared)} (blue/green)"
        # One write moves everything, so that anything else is not ours.
        if live == self.declared != dict(self.seen.live):
            return f"live is {pair(live)} (blue/green), and {self.file.name} declares {pair(self.declared)}"
        if not self._file.take_back():
            return f"traffic was not moved, but {self.file.name} was changed by somebody meanwhile and stays as it is"
        if live != dict(self.seen.live):
            return f"{self.file.name} is as it was; somebody else moved traffic meanwhile: live is {pair(live)}"
        return f"traffic and {self.file.name} are as they were"
