"""Waiting for a lock that somebody else holds, where nobody is there to try again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from ops.durations import span
from ops.problem import Problem
from ops.terminal import complain

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 900.0
"""Seconds: an update of a router takes less than a minute, and with a gate that waits some of them."""

PAUSE = 2.0
"""Seconds between two tries."""

Made = TypeVar("Made")


def when_free(make: Callable[[], Made]) -> Made:
    """What MAKE returns, once nobody holds the lock that it needs. Raises Problem, also where that takes too long."""
    until, told = time.monotonic() + PATIENCE, False
    while True:
        try:
            return make()
        except Problem as problem:
            if not problem.busy or time.monotonic() >= until:
                raise
            if not told:
                complain(f"{str(problem).partition(chr(10))[0]}; waiting for it, up to {span(PATIENCE)}")
            told = True
        time.sleep(PAUSE)
