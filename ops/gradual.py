"""A switch that is watched: in steps, each gated and observed, and taken back where it does harm."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from components.color import TOTAL, pair
from ops.changing import look, undone_on_failure
from ops.consent import ask
from ops.interrupts import as_ctrl_c
from ops.move import Move
from ops.move_told import commit, document, done, propose
from ops.probing import Probing
from ops.problem import Code, Problem
from ops.terminal import say, say_json
from ops.watching.metrics import Metrics
from ops.watching.screen import screen
from ops.watching.take_back import TakenBack, take_back
from ops.watching.told import document as seen
from ops.watching.told import words
from ops.watching.watch import Watch

if TYPE_CHECKING:
    from components.color import Color
    from ops.changing import Scene
    from ops.move import Moved
    from ops.project import Named
    from ops.shares import Plan
    from ops.watching.watch import Look


@dataclass
class Gradual:
    """The way of the set that NAMED means through PLAN; `period` is the load balancer's, in seconds."""

    named: Named
    plan: Plan
    period: int
    as_document: bool
    no_color: bool
    told: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def go(self, scene: Scene, target: Color, *, yes: bool) -> int:
        """Move the traffic of SCENE to TARGET; returns the exit code. Raises Problem where it can't go on."""
        shares = self.plan.remaining(scene.seen.live[target]) or (TOTAL,)
        move = Move(scene, target, share=shares[0])
        if not propose(move, as_document=self.as_document, no_color=self.no_color):
            return Code.OK
        ask(f"move traffic to {target.value}: {self.plan.words(shares)}?", yes=yes)
        stacks = scene.stacks
        with Probing(f"{stacks.outputs.get('url') or ''}{stacks.settings.verify.path}") as probing:
            watch = Watch(stacks, target, time.time(), Metrics(stacks, self.period), probing)
            for share in shares:
                if move.share != share:
                    move = self._next(target, share)
                begun = time.time()
                moved = self._make(move)
                found = self._watch(watch, begun, move)
                self.told.append({"share": share, **document(move, moved), "watched": seen(found, watch.rules)})
                if found.reasons:
                    return self._end(move, take_back(self.named, target, found, no_color=self.no_color))
        return self._end(move, None)

    def _next(self, target: Color, share: int) -> Move:
        scene = look(self.named, changes=lambda stacks, _seen: stacks.router, no_color=self.no_color)
        move = Move(scene, target, share=share)
        move.check()
        return move

    def _make(self, move: Move) -> Moved:
        with undone_on_failure(move.take_back):
            move.declare()
            move.preview()
            moved = move.run()
        self._say(done(move, moved))
        return moved

    def _watch(self, watch: Watch, since: float, move: Move) -> Look:
        try:
            with as_ctrl_c(), screen(watch.rules, no_color=self.no_color) as show:
                found = watch.run(since, self.plan.seconds(move.share), show)
        except KeyboardInterrupt:
            raise Problem(f"interrupted: {self._stays(move)}", self._ways(move), Code.CANCELLED) from None
        except Problem as problem:
            raise Problem(f"{problem}\n{self._stays(move)}", self._ways(move), problem.code) from None
        if found.blind:
            what = (
                f"nothing can be seen of {move.target.value}: no metrics came, and the URL can't be reached from here"
            )
            raise Problem(f"{what}; {self._stays(move)}", self._ways(move), Code.TIMEOUT)
        self._say(words(found, watch.rules))
        return found

    def _stays(self, move: Move) -> str:
        return f"traffic stays at {pair(move.declared)} (blue/green), and {move.file.name} says so"

    def _ways(self, move: Move) -> str:
        router = move.stacks.router
        on = f"go on: bluegreen switch --to {move.target.value} --router {router}"
        return f"{on}; or back: bluegreen rollback --router {router}"

    def _end(self, move: Move, back: TakenBack | None) -> int:
        code = Code.OK if back is None else Code.RESOURCE
        if self.as_document:
            taken = None if back is None else back.document()
            say_json({"version": 1, "router": move.stacks.router, "steps": self.told, "taken_back": taken})
        else:
            self._say(*([commit(move)] if back is None else back.lines()))
        return code

    def _say(self, *lines: str) -> None:
        if not self.as_document:
            say(*lines, no_color=self.no_color)
