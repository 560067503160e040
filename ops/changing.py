"""What the changing verbs begin with: an engine that may update, and one look at everything."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ops.engine import Engine
from ops.interrupts import as_ctrl_c, uninterrupted
from ops.problem import Busy, Code, Problem
from ops.saved import begin
from ops.terminal import complain, progress
from ops.updates import Updates

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path

    from ops.look import Seen
    from ops.project import Named
    from ops.stacks import Stacks


@dataclass(frozen=True)
class Scene:
    """A set of stacks in FOLDER, as SEEN a moment ago, and what changes it."""

    folder: Path
    stacks: Stacks
    seen: Seen
    updates: Updates
    engine: Engine


def look(named: Named, *, changes: Callable[[Stacks, Seen], str | Iterable[str]], no_color: bool) -> Scene:
    """The set that NAMED means. CHANGES says which stacks are going to be updated: nobody else may be at them.

    Raises Problem where it can't be asked, or somebody holds the lock of one.
    """
    with progress("looking at both colors", no_color=no_color):
        engine = Engine(named.folder)
        with begin(engine, named) as saved:
            from ops.locks import read_locks  # noqa: PLC0415  as in `status`
            from ops.look import see  # noqa: PLC0415
            from ops.stacks import read_stacks  # noqa: PLC0415

            stacks = read_stacks(saved)
            seen = see(stacks)
            changed = changes(stacks, seen)
            for lock in read_locks(saved, (changed,) if isinstance(changed, str) else changed) or ():
                what = f"nothing was changed: {lock.stack} is being updated by {lock.holder}"
                dead = f"only where that run is dead, give its lock back: pulumi cancel --stack {lock.stack}"
                raise Busy(what, f"wait for it; {dead}", Code.RESOURCE)
    return Scene(named.folder, stacks, seen, Updates(engine, complain), engine)


@contextlib.contextmanager
def undone_on_failure(take_back: Callable[[], str]) -> Generator[None]:
    """A block whose Problem, or interrupt, is followed by TAKE_BACK; what that says is added to the message."""
    with as_ctrl_c():
        try:
            yield
        except Problem as problem:
            with uninterrupted():
                complain(take_back())
            raise problem from None
        except KeyboardInterrupt:
            with uninterrupted():
                raise Problem(f"interrupted: {take_back()}", "bluegreen status", Code.CANCELLED) from None
