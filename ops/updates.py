"""Runs of the engine that change a stack: settings are declared as `pulumi config` does, then comes `pulumi up`."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pulumi.automation import CommandError

from components.settings.reader import NAMESPACE
from ops.heard import Heard
from ops.problem import Code, Problem
from ops.terminal import complain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ops.engine import Engine

STRUCTURED = ("--non-interactive", "--color", "never", "--json")


class FailedUpdate(Problem):
    """An update that failed; `attempted` is whether it came as far as any resource."""

    def __init__(self, problem: Problem, *, attempted: bool) -> None:
        """As PROBLEM says."""
        Exception.__init__(self, str(problem))
        self.code, self.attempted = problem.code, attempted


@dataclass(frozen=True)
class Done:
    """A finished run: what changed, as `update aws:lb/listener:Listener router`, and what the program said."""

    changed: tuple[str, ...]
    told: tuple[str, ...]


class Updates:
    """Changes stacks of ENGINE's project, as `pulumi` does; SAY gets each line that the program tells meanwhile."""

    def __init__(self, engine: Engine, say: Callable[[str], None]) -> None:
        """Nothing runs yet."""
        self._engine, self._say = engine, say

    def declare(self, stack: str, settings: Mapping[str, str | None]) -> None:
        """Set SETTINGS, by their names in the documentation, in STACK's file; None removes one. Raises Problem."""
        given = {f"{NAMESPACE}:{name}": value for name, value in settings.items()}
        values = [
            word for key, value in given.items() if value is not None for word in ("--plaintext", f"{key}={value}")
        ]
        gone = [key for key, value in given.items() if value is None]
        if values:
            self._run(stack, "config", "set-all", *values)
        if gone:
            self._run(stack, "config", "rm-all", *gone)

    def preview(self, stack: str, *, refresh: bool = False) -> Done:
        """What `up` would do to STACK; takes no lock. Raises Problem where the program refuses it."""
        return self._run(stack, "preview", *STRUCTURED, *_refreshing(refresh))

    def up(self, stack: str, *, refresh: bool = False) -> Done:
        """Update STACK without another preview, so that no prompt holds its lock. Raises Problem when that fails.

        Ctrl-C reaches the engine, which completes the step that it is at; this waits for it.
        """
        command = ("up", "--yes", "--skip-preview", *STRUCTURED, *_refreshing(refresh))
        return _to_the_end(lambda: self._run(stack, *command))

    def _run(self, stack: str, *command: str) -> Done:
        heard = Heard(self._say)
        try:
            self._engine.run([*command, "--stack", stack], heard.line)
        except CommandError as error:
            if not heard.errors:
                raise FailedUpdate(self._engine.problem(error, stack), attempted=heard.attempted) from None
            what = "\n".join([f"{stack}: {heard.errors[0]}", *heard.errors[1:]])
            problem = Problem(what, f"bluegreen status, or pulumi up --stack {stack}", Code.RESOURCE)
            raise FailedUpdate(problem, attempted=heard.attempted) from None
        return Done(tuple(heard.changed), tuple(heard.told))


def _refreshing(refresh: bool) -> tuple[str, ...]:  # noqa: FBT001  one flag
    return ("--refresh",) if refresh else ()


def _to_the_end(run: Callable[[], Done]) -> Done:
    """What RUN does, also where Ctrl-C comes meanwhile: an engine that nobody waits for would go on unseen."""
    heard: list[int] = []

    def note(number: int, _frame: object) -> None:
        heard.append(number)
        complain("interrupted: waiting for the engine to complete the step that it is at")

    before = signal.signal(signal.SIGINT, note)
    try:
        return run()
    except FailedUpdate as problem:
        if heard:
            cut = Problem(f"interrupted: {problem}", "bluegreen status", Code.CANCELLED)
            raise FailedUpdate(cut, attempted=problem.attempted) from None
        raise
    finally:
        signal.signal(signal.SIGINT, before)
