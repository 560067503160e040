"""The steps of a drill: each is what a person would run, and says what it found."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from components.color import pair
from components.guard.protection import REFUSED
from ops.changing import look, undone_on_failure
from ops.drills import plan
from ops.drills.holds import held
from ops.idle import POLL, SLACK
from ops.look import see
from ops.move import Move
from ops.probing import failed
from ops.problem import Code, Problem
from ops.terminal import complain
from ops.updates import FailedUpdate
from ops.verbs import parity

if TYPE_CHECKING:
    from components.color import Color
    from ops.changing import Scene
    from ops.drills.plan import Step
    from ops.probing import Probing
    from ops.project import Named


class Steps:
    """Steps on the set that NAMED means, as SCENE shows it, while PROBING asks as clients do.

    `switched` is how many seconds the update of the switch took; `torn` the color that is not whole now.
    """

    def __init__(self, named: Named, scene: Scene, probing: Probing, *, no_color: bool) -> None:
        """Nothing is done yet."""
        self.scene = scene
        self.switched: float | None = None
        self.torn: Color | None = None
        self._named, self._probing, self._no_color = named, probing, no_color
        self._acts = {
            plan.DESTROY: self._destroy,
            plan.REBUILD: self._rebuild,
            plan.PARITY: self._compare,
            plan.READY: self._prove_ready,
            plan.SWITCH: self._switch,
            plan.WAIT: self._wait,
        }

    def do(self, step: Step) -> str:
        """Do STEP; what came of it. Raises Problem."""
        return self._acts[step.name](step.color)

    def _destroy(self, color: Color) -> str:
        self._check_clients()
        stack = self.scene.stacks.names[color]
        self.torn = color
        try:
            self.scene.updates.destroy(stack)
        except FailedUpdate as problem:
            if not problem.attempted or REFUSED in str(problem):
                self.torn = None
            raise
        return f"nothing of {stack} is left"

    def _rebuild(self, color: Color) -> str:
        stacks = self.scene.stacks
        self.scene.updates.up(stacks.names[color])
        self.torn = None
        return f"{stacks.names[color]} runs {stacks.environments[color].release}"

    def _compare(self, _color: Color) -> str:
        wrong = [each for each in parity.look(self.scene.engine, self._named) if each.why is None]
        if wrong:
            more = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
            what = f"blue and green are not the same thing: {parity.words(wrong[0])}{more}"
            raise Problem(what, f"bluegreen parity --router {self._router}", Code.CHANGES)
        return "blue and green are the same thing"

    def _prove_ready(self, color: Color) -> str:
        """Return once the gate would let all traffic go to COLOR; until then targets of the fleet before may drain."""
        deadline = time.monotonic() + self.scene.stacks.settings.deregistration_delay + SLACK
        while True:
            move = self._move(color)
            if move.verdict.passes:
                return move.seen.health[color].describe()
            if move.verdict.conflicts or time.monotonic() > deadline:
                reasons = "; ".join((*move.verdict.conflicts, *move.verdict.shortfalls))
                what = f"{color.value} was rebuilt, but the gate would refuse a switch to it: {reasons}"
                raise Problem(what, f"bluegreen status --router {self._router}", Code.RESOURCE)
            time.sleep(POLL)

    def _switch(self, color: Color) -> str:
        self._check_clients()
        move = self._move(color)
        move.check()
        with undone_on_failure(move.take_back):
            move.declare()
            move.preview()
            moved = move.run()
        self.switched = moved.seconds
        return f"live is {pair(moved.live)} (blue/green), read back; {move.file.name} says so"

    def _wait(self, color: Color) -> str:
        """Return once COLOR, which just lost its traffic, may go. What the switch changed is read anew."""
        self.scene = look(self._named, changes=lambda stacks, _seen: stacks.names.values(), no_color=self._no_color)
        found = held(self.scene.stacks, self.scene.seen.records, color)
        if found is None:
            return "nothing held it"
        complain(f"{color.value} must stay until {found.until:%H:%M:%S} UTC: {found.reason}")
        while (left := (found.until - datetime.now(UTC)).total_seconds()) > 0:
            time.sleep(min(left, POLL))
        return found.reason

    def _check_clients(self) -> None:
        """Raise Problem where clients met failures already: what comes next could only add to them."""
        count = sum(failed(each) for each in self._probing.answers)
        if count:
            what = f"clients met failures ({count}), so that nothing more is changed"
            raise Problem(what, f"bluegreen status --router {self._router}", Code.RESOURCE)

    def _move(self, color: Color) -> Move:
        scene = self.scene
        return Move(replace(scene, seen=see(scene.stacks)), color)

    @property
    def _router(self) -> str:
        return self.scene.stacks.router
