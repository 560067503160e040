"""Play the matrix: `python -m tests.faults [--write] [--only WORDS] [--record FILE --cloud DIRECTORY]`.

It starts a local AWS, deploys a set of stacks, plays each row under load and prints the table; it ends with 1 when a
row did not do what it must. `--write` puts the table into docs/faults.md. `--record` keeps the event sequences of all
rows in FILE, on the local AWS that runs in DIRECTORY, with whatever provider the engine finds in this environment. With
the official provider's code, rows in which answers are lost need `aws:maxRetries: 3` in `local.sample.SHARED`, or half
an hour.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from local.client import LocalAws
from local.workspace import Workspace
from tests.engine.switch_stage import SwitchStage
from tests.faults.matrix import MATRIX
from tests.faults.play import play
from tests.faults.table import table, write
from tests.stage import PACE, quick_aws

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.faults.play import Outcome


def main(arguments: Sequence[str]) -> int:
    """Play what ARGUMENTS ask for."""
    options = _options(arguments)
    rows = [row for row in MATRIX if options.only in row.name]
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="bluegreen-faults-") as folder, contextlib.ExitStack() as stack:
        directory = Path(folder)
        ours = None if options.cloud else stack.enter_context(quick_aws(directory / "cloud", **PACE))
        cloud = ours or LocalAws(options.cloud)
        workspace = Workspace(directory / "stacks", ours.environment if ours else {}, "faults-")
        # What was played is told, also when the rest can't be.
        stack.callback(lambda: _tell(options, outcomes))
        stage = SwitchStage(cloud, workspace).deploy()
        for row in rows:
            outcomes.append(play(stage, row))
            sys.stderr.write(_verdict(outcomes[-1]))
            stage.put_back()
    return 1 if not outcomes or any(outcome.problems for outcome in outcomes) else 0


def _tell(options: argparse.Namespace, outcomes: Sequence[Outcome]) -> None:
    sys.stdout.write("\n".join(table(outcomes, measured=True)) + "\n")
    if options.record:
        runs = {outcome.row.name: outcome.runs for outcome in outcomes}
        options.record.write_text(json.dumps(runs, indent=2) + "\n")
    if options.write and len(outcomes) == len(MATRIX) and not any(outcome.problems for outcome in outcomes):
        write(outcomes)


def _verdict(outcome: Outcome) -> str:
    return "\n  ".join([f"{'WRONG' if outcome.problems else 'ok'}  {outcome.row.name}", *outcome.problems]) + "\n"


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/faults.md")
    parser.add_argument("--only", default="", metavar="WORDS", help="the rows in whose name WORDS stand")
    parser.add_argument("--record", type=Path, metavar="FILE", help="keep the event sequences")
    parser.add_argument("--cloud", type=Path, metavar="DIRECTORY", help="a local AWS that runs already")
    options = parser.parse_args(arguments)
    if options.write and options.only:
        parser.error("--write needs all rows")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
