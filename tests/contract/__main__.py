"""Record: `python -m tests.contract DIRECTORY`, in an environment whose engine finds the real provider's code.

DIRECTORY is an empty folder for the stacks. The endpoint, the backend and the plugins come from the environment; the
endpoint must be a local AWS of this project, since a plain moto calls every target healthy.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from local.workspace import Workspace
from tests.contract.properties import changed_one_by_one
from tests.contract.scenario import play

RECORDED = Path(__file__).parent / "recorded"
PROGRAM = Path(__file__).parent / "program"


def main(directory: Path) -> int:
    """Play the scenario and the table, and write what happened."""
    workspace = Workspace(directory, {}, "contract-")
    _write("scenario", play(workspace))
    workspace.run_program(PROGRAM)
    _write("properties", changed_one_by_one(workspace))
    return 0


def _write(name: str, found: object) -> None:
    (RECORDED / f"{name}.json").write_text(json.dumps(found, indent=2) + "\n")
    sys.stdout.write(f"recorded {name}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2 or "AWS_ENDPOINT_URL" not in os.environ:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
