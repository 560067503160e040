"""`bluegreen github idle`: the color without traffic, for the steps and jobs that follow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ops import options
from ops.github.job import OUTPUT, append, read_variables
from ops.problem import Code
from ops.terminal import progress, say

if TYPE_CHECKING:
    from ops.project import Named


def idle(named: Named, *, no_color: options.NoColor = False) -> int:
    """Write `color` and `release` of the color without traffic as outputs of the step. Changes nothing."""
    from ops.github import sets  # noqa: PLC0415  as in `status`

    path = Path(read_variables([OUTPUT])[OUTPUT])
    with progress("looking at both colors", no_color=no_color):
        found = sets.read_idle(named)
    lines = [f"color={found.color.value}", f"release={found.release or ''}"]
    append(OUTPUT, path, "\n".join(lines))
    say(*lines, no_color=no_color)
    return Code.OK
