"""Runs of the engine that change a stack: settings are declared as `pulumi config` does, then comes `pulumi up`."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from components.guard.protection import REFUSED
from ops.engine_command import EngineError
from ops.heard import Heard
from ops.interrupts import interrupts_only
from ops.problem import Code, Problem
from ops.terminal import complain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ops.engine import Engine

    Run = Callable[[list[str], Callable[[str], None]], object]

STRUCTURED = ("--non-interactive", "--color", "never", "--json")


class FailedUpdate(Problem):
    """An update that failed; `attempted` is whether it came as far as any resource."""

    def __init__(self, problem: Problem, *, attempted: bool) -> None:
        """As PROBLEM says."""
        Exception.__init__(self, str(problem))
        self.code, self.busy, self.attempted = problem.code, problem.busy, attempted


class Updates:
    """Changes stacks of ENGINE's project, as `pulumi` does; SAY gets each line that the program tells meanwhile."""

    def __init__(self, engine: Engine, say: Callable[[str], None]) -> None:
        """Nothing runs yet."""
        self._engine, self._say = engine, say
        self.interrupted = False
        """Whether an interrupt came during a change, also where the engine completed it."""

    def declare(self, stack: str, settings: Mapping[str, str | None]) -> None:
        """Set SETTINGS, by their names in the documentation, in STACK's file; None removes one. Raises Problem."""
        given = {f"{self._engine.project}:{name}": value for name, value in settings.items()}
        values = [
            word for key, value in given.items() if value is not None for word in ("--plaintext", f"{key}={value}")
        ]
        gone = [key for key, value in given.items() if value is None]
        if values:
            self._run(stack, "config", "set-all", *values)
        if gone:
            self._run(stack, "config", "rm-all", *gone)

    def preview(self, stack: str, *, refresh: bool = False) -> tuple[str, ...]:
        """What `up` would change of STACK, such as `update aws:lb/listener:Listener router`; takes no lock.

        Raises Problem where the program refuses it.
        """
        return self._run(stack, "preview", *STRUCTURED, *_refreshing(refresh))

    def up(self, stack: str, *, refresh: bool = False) -> None:
        """Update STACK without another preview, so that no prompt holds its lock. Raises Problem when that fails.

        An interrupt is passed on to the engine, which completes the step that it is at; this waits for it.
        """
        command = ("up", "--yes", "--skip-preview", *STRUCTURED, *_refreshing(refresh))
        self._to_the_end(lambda: self._run(stack, *command, run=self._engine.run_apart))

    def destroy(self, stack: str) -> None:
        """Destroy all that STACK holds, by its program, whose guard decides. Raises Problem; interrupts as in `up`."""
        command = ("destroy", "--run-program", "--yes", "--skip-preview", *STRUCTURED)
        self._to_the_end(lambda: self._run(stack, *command, run=self._engine.run_apart))

    def _run(self, stack: str, *command: str, run: Run | None = None) -> tuple[str, ...]:
        heard = Heard(self._say)
        try:
            (run or self._engine.run)([*command, "--stack", stack], heard.line)
        except EngineError as error:
            if not heard.errors:
                raise FailedUpdate(self._engine.problem(error, stack), attempted=heard.attempted) from None
            what = "\n".join([f"{stack}: {heard.errors[0]}", *heard.errors[1:]])
            # What was refused is not left declared, so that another `up` would change nothing.
            onward = "bluegreen status" if REFUSED in what else f"bluegreen status, or pulumi up --stack {stack}"
            problem = Problem(what, onward, Code.RESOURCE)
            raise FailedUpdate(problem, attempted=heard.attempted) from None
        return tuple(heard.changed)

    def _to_the_end(self, run: Callable[[], object]) -> None:
        """Let RUN end, also where it is interrupted: an engine that nobody waits for would go on unseen."""
        passed_on = False

        def note(number: int) -> None:
            nonlocal passed_on
            # Only a person who presses Ctrl-C again wants the engine to end in the midst of a step.
            if number == signal.SIGINT or not passed_on:
                self._engine.interrupt()
            passed_on = self.interrupted = True
            complain("interrupted: waiting for the engine to complete the step that it is at")

        with interrupts_only(note):
            try:
                run()
            except FailedUpdate as problem:
                if not self.interrupted:
                    raise
                cut = Problem(f"interrupted: {problem}", "bluegreen status", Code.CANCELLED)
                raise FailedUpdate(cut, attempted=problem.attempted) from None


def _refreshing(refresh: bool) -> tuple[str, ...]:  # noqa: FBT001  one flag
    return ("--refresh",) if refresh else ()
