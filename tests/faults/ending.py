"""How an update may end, and what must be true of each ending."""

from __future__ import annotations

import signal
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.engine import Run

REFUSED = "refused, nothing was changed"
UNVERIFIED = "was written but not verified"
CANCELED = "update canceled"
"""The engine's own word."""


class Ending(Enum):
    """How an update ends, as the table calls it."""

    PASSED = "passes"
    REFUSED = "is refused"
    UNVERIFIED = "fails: not verified"
    FAILED = "fails"
    INTERRUPTED = "is cut short"
    KILLED = "is killed"


def trouble_with(run: Run, ending: Ending, says: Iterable[str]) -> list[str]:
    """Why RUN did not end with ENDING, or which of SAYS is missing in what it told; nothing when all is well."""
    found = [] if _is(run, ending) else [f"does not end as it must ({ending.value}): code {run.code}, {run.output}"]
    found += [f"does not say {phrase!r}: {run.output}" for phrase in says if phrase not in run.output]
    # The engine ends the program of an update that failed, and where it still runs, Python says where that met it.
    if "Traceback" in run.output and "KeyboardInterrupt" not in run.output:
        found.append(f"tells a traceback: {run.output}")
    return found


def _is(run: Run, ending: Ending) -> bool:
    match ending:
        case Ending.PASSED:
            return run.code == 0
        case Ending.REFUSED:
            return run.code > 0 and REFUSED in run.output
        case Ending.UNVERIFIED:
            return run.code > 0 and UNVERIFIED in run.output
        case Ending.FAILED:
            return run.code > 0 and REFUSED not in run.output and UNVERIFIED not in run.output
        case Ending.INTERRUPTED:
            return run.code > 0 and CANCELED in run.output
        case Ending.KILLED:
            return run.code == -signal.SIGKILL
