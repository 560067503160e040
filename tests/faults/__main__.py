"""Play the matrix: `python -m tests.faults [--write] [--only WORDS] [--record FILE --cloud DIRECTORY]`.

It starts a local AWS, deploys a set of stacks, plays each row under load and prints the table; it ends with 1 when a
row did not do what it must. `--write` puts the table into docs/faults.md. `--record` keeps the event sequences of all
rows in FILE, on the local AWS that runs in DIRECTORY, with whatever provider the engine finds in this environment.
"""

from __future__ import annotations

import argparse
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
from tests.stage import local_aws

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.faults.play import Outcome
    from tests.faults.row import Row

PACE = {"registration_delay": 0.5, "listener_delay": 0.5, "check_pace": 0.2}


def main(arguments: Sequence[str]) -> int:
    """Play what ARGUMENTS ask for."""
    options = _options(arguments)
    rows = [row for row in MATRIX if options.only in row.name]
    with tempfile.TemporaryDirectory(prefix="bluegreen-faults-") as folder:
        directory = Path(folder)
        if options.cloud:
            outcomes = _play(LocalAws(options.cloud), {}, directory / "stacks", rows)
        else:
            with local_aws(directory / "cloud", **PACE) as cloud:
                outcomes = _play(cloud, cloud.environment, directory / "stacks", rows)
    sys.stdout.write("\n".join(table(outcomes, measured=True)) + "\n")
    if options.record:
        runs = {outcome.row.name: outcome.runs for outcome in outcomes}
        options.record.write_text(json.dumps(runs, indent=2) + "\n")
    wrong = [outcome for outcome in outcomes if outcome.problems]
    if options.write and not wrong:
        write(outcomes)
    return 1 if wrong else 0


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


def _play(cloud: LocalAws, environment: Mapping[str, str], stacks: Path, rows: Sequence[Row]) -> list[Outcome]:
    stage = SwitchStage(cloud, Workspace(stacks, environment, "faults-")).deploy()
    outcomes: list[Outcome] = []
    for row in rows:
        outcome = play(stage, row)
        outcomes.append(outcome)
        sys.stderr.write(
            "\n  ".join([f"{'WRONG' if outcome.problems else 'ok'}  {row.name}", *outcome.problems]) + "\n"
        )
        stage.put_back()
    return outcomes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
