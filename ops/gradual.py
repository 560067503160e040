"""A switch that is watched: in steps, each gated and observed, and taken back where it does harm."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from components.color import TOTAL, pair, share
from ops.changing import look, undone_on_failure
from ops.consent import ask
from ops.interrupts import as_ctrl_c
from ops.move import Move
from ops.move_told import commit, document, done, propose
from ops.patience import when_free
from ops.probing import Probing
from ops.problem import Code, Problem
from ops.terminal import say, say_json
from ops.unchanged import unchanged, unmoved
from ops.watching.last_switch import had_since
from ops.watching.metrics import Metrics
from ops.watching.screen import screen
from ops.watching.take_back import TakenBack, take_back
from ops.watching.told import document as seen
from ops.watching.told import unseen, words
from ops.watching.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.color import Color
    from ops.changing import Scene
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
        shares = self.plan.remaining(int(TOTAL * share(scene.seen.live, target))) or self.plan.shares[-1:]
        move = Move(scene, target, share=shares[0])
        if not propose(move, as_document=self.as_document, no_color=self.no_color):
            return self._end(move, None, commits=False)
        gets = self.plan.words((move.declared[move.receiver], *shares[1:]))
        ask(f"move traffic to {move.receiver.value}: {gets}?", yes=yes)
        stacks, watched = scene.stacks, move.receiver
        try:
            with Probing(stacks.probed_url) as probing:
                now, metrics = time.time(), Metrics(stacks, self.period)
                watch = Watch(stacks, watched, now, metrics, probing, had=had_since(stacks, watched.other, now))
                return self._steps(move, shares, watch)
        except Problem as problem:
            if self.as_document and self.told:
                self._document(move, None, str(problem))
            raise

    def _steps(self, move: Move, shares: Sequence[int], watch: Watch) -> int:
        for percent in shares:
            if move.share != percent:
                move = self._next(move, percent)
            begun = time.time()
            self._make(move)
            found = self._watch(watch, begun, move)
            self.told[-1]["watched"] = seen(found, watch.rules)
            if found.reasons:
                release = move.seen.records.release(found.color)
                back = take_back(self.named, found.color, release, found, no_color=self.no_color)
                return self._end(move, back)
        unmoved(move)
        return self._end(move, None)

    def _next(self, made: Move, percent: int) -> Move:
        """The step after the one that was MADE. Raises Problem where somebody else was at it, or the gate refuses."""
        unmoved(made)
        try:
            with as_ctrl_c():
                scene = when_free(lambda: self._look(made))
                move = Move(scene, made.target, share=percent)
                move.check()
        except KeyboardInterrupt:
            raise self._interrupted(made) from None
        except Problem as problem:
            raise Problem(f"{problem}\n{self._stays(made)}", self._ways(made), problem.code) from None
        unchanged(made, scene)
        return move

    def _look(self, made: Move) -> Scene:
        return look(self.named, changes=lambda _stacks, _seen: made.stacks.router, no_color=self.no_color)

    def _make(self, move: Move) -> None:
        with undone_on_failure(move.take_back):
            move.declare()
            move.preview()
            moved = move.run()
        self.told.append({"share": move.share, **document(move, moved), "watched": None})
        self._say(done(move, moved))
        # The engine completed the update in spite of Ctrl-C; nothing more is begun.
        if move.interrupted:
            raise self._interrupted(move)

    def _watch(self, watch: Watch, since: float, move: Move) -> Look:
        try:
            with as_ctrl_c(), screen(watch.rules, no_color=self.no_color) as show:
                found = watch.run(since, self.plan.seconds(move.share), show, gained=time.time())
        except KeyboardInterrupt:
            raise self._interrupted(move) from None
        except Problem as problem:
            raise Problem(f"{problem}\n{self._stays(move)}", self._ways(move), problem.code) from None
        if found.blind:
            raise Problem(f"{unseen(found)}; {self._stays(move)}", self._ways(move), Code.TIMEOUT)
        self._say(words(found, watch.rules))
        return found

    def _interrupted(self, move: Move) -> Problem:
        return Problem(f"interrupted: {self._stays(move)}", self._ways(move), Code.CANCELLED)

    def _stays(self, move: Move) -> str:
        return f"traffic stays at {pair(move.declared)} (blue/green), and {move.file.name} says so"

    def _ways(self, move: Move) -> str:
        router = move.stacks.router
        on = f"go on: bluegreen switch --to {move.target.value} --router {router}"
        if move.share == TOTAL:
            on = f"watch on: bluegreen watch --router {router}"
        return f"{on}; or back: bluegreen rollback --router {router}"

    def _end(self, move: Move, back: TakenBack | None, *, commits: bool = True) -> int:
        if self.as_document:
            self._document(move, back, None)
        elif back is not None:
            self._say(*back.lines())
        elif commits:
            self._say(commit(move))
        return Code.OK if back is None else Code.RESOURCE

    def _document(self, move: Move, back: TakenBack | None, problem: str | None) -> None:
        taken = None if back is None else back.document()
        what = {"router": move.stacks.router, "steps": self.told, "taken_back": taken, "problem": problem}
        say_json({"version": 1, **what})

    def _say(self, *lines: str) -> None:
        if not self.as_document:
            say(*lines, no_color=self.no_color)
