"""`bluegreen github artifact`: which run kept what the next one goes on with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ops import options
from ops.github.job import BRANCH, OUTPUT, Job, append, read_variables
from ops.problem import Code
from ops.terminal import progress, say

Name = Annotated[str, typer.Argument(metavar="NAME", help="The artifact's name, such as drills.")]


def artifact(name: Name, *, no_color: options.NoColor = False) -> int:
    """Write the `run-id` of the newest artifact NAME of this branch as output of the step, empty without one."""
    from ops.github.artifact import newest_run  # noqa: PLC0415  as in `status`

    job, found = Job.read(), read_variables([BRANCH, OUTPUT])
    with progress(f"looking for {name}", no_color=no_color):
        run = newest_run(job, found[BRANCH], name)
    append(OUTPUT, Path(found[OUTPUT]), f"run-id={'' if run is None else run}")
    say(f"{name}: {'kept by no run of this branch' if run is None else f'kept by run {run}'}", no_color=no_color)
    return Code.OK
