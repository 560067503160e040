"""A plan of what nobody declared yet: the router's file says so for as long as it is previewed."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from ops.interrupts import as_ctrl_c, uninterrupted
from ops.stack_file import StackFile
from ops.terminal import complain
from ops.updates import Updates

if TYPE_CHECKING:
    from collections.abc import Generator

    from components.color import Color
    from ops.engine import Engine
    from ops.project import Named


@contextlib.contextmanager
def supposed(engine: Engine, named: Named, to: Color | None) -> Generator[None]:
    """A block in which the file of NAMED's router gives all traffic to TO, where that is a color. Raises Problem."""
    if to is None:
        yield
        return
    file = StackFile(named.folder, named.router)
    try:
        # A canceled job must not leave it there either.
        with as_ctrl_c():
            with file.declaring():
                Updates(engine, complain).declare(named.router, {"active_color": to.value, "canary": None})
            yield
    finally:
        with uninterrupted():
            file.take_back()
