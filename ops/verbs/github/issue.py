"""`bluegreen github issue`: drift and drills that failed, as issues that open and close by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops import options
from ops.github.job import Job
from ops.problem import Code
from ops.terminal import progress, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from ops.github.finding import Finding

DriftFile = Annotated[Path, typer.Argument(metavar="FILE", help="What `bluegreen drift --json` printed.")]
DrillFile = Annotated[Path, typer.Argument(metavar="FILE", help="What `bluegreen drill --json` printed.")]


def drift(file: DriftFile, *, no_color: options.NoColor = False) -> int:
    """Open or update the one issue about drift, by FILE; close it where nothing drifts any more.

    A FILE that tells nothing changes no issue: exit code 2.
    """
    from ops.github.drift import find  # noqa: PLC0415  as in `status`
    from ops.github.drift_report import read_drift  # noqa: PLC0415

    return _settle(lambda job: find(job, read_drift(file)), no_color=no_color)


def drill(file: DrillFile, *, no_color: options.NoColor = False) -> int:
    """Open or update the one issue about a drill that did not pass, by FILE; close it where one passed.

    A FILE that tells nothing changes no issue: exit code 2.
    """
    from ops.github.drill import find  # noqa: PLC0415  as in `status`
    from ops.github.drill_report import read_drill  # noqa: PLC0415

    return _settle(lambda job: find(job, read_drill(file)), no_color=no_color)


def _settle(find: Callable[[Job], Finding], *, no_color: bool) -> int:
    job = Job.read()
    finding = find(job)
    from ops.github.issue import settle  # noqa: PLC0415  as in `status`

    with progress("settling the issue", no_color=no_color):
        done = settle(job, finding)
    say(done, no_color=no_color)
    return Code.OK
