"""Looks at a color until it is ready, or until patience ends: politely, and never on the strength of one lucky look."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from components import cloud
from components.switch.verdict import Verdict
from components.traffic import GONE

POLL = 2.0
"""Seconds between two looks: Describe calls share a bucket of 40, refilled by 10 a second (ELB API throttling)."""


class BlindError(Exception):
    """AWS could not be asked, to the end of all patience; the message says what failed."""


@dataclass
class Clock:
    """Monotonic seconds, and a sleep that spends them; a test brings its own."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Patience:
    """How long to look: `timeout` seconds in all, `interval` seconds between two health checks of a target."""

    timeout: float
    interval: float


def settle(
    look: Callable[[], Verdict], patience: Patience, waiting: Callable[[str], None], clock: Clock | None = None
) -> Verdict:
    """LOOK until the verdict passes, can't be cured by time, or PATIENCE ends; the last verdict.

    One look suffices when it passes at once. After one that did not, two in a row must pass, one health-check interval
    apart. WAITING hears why it waits. Raises BlindError when AWS can't be asked; DamagedRecordError,
    MissingListenerError and AWS's error for a target group that is gone as LOOK does, since time brings nothing back.
    """
    clock = clock or Clock()
    deadline = clock.now() + patience.timeout
    passed, needed = 0, 1
    while True:
        verdict, trouble = _try(look)
        passed = passed + 1 if verdict and verdict.passes else 0
        if verdict and (passed >= needed or verdict.conflicts):
            return verdict
        # A color that is ready in time still gets its second look.
        if not passed and clock.now() + POLL > deadline:
            if verdict is None:
                raise BlindError(trouble)
            return verdict
        needed = 2
        waiting(trouble or "; ".join(verdict.shortfalls if verdict else ()) or "ready; looking once more")
        clock.sleep(patience.interval if passed else POLL)


def _try(look: Callable[[], Verdict]) -> tuple[Verdict | None, str]:
    try:
        return look(), ""
    except cloud.UNREACHABLE as error:
        if cloud.code(error) in GONE:
            raise
        if cloud.denied(error):
            raise BlindError(cloud.explain(error)) from error
        return None, cloud.explain(error)
