"""Record which AWS operations each run of each role makes: `python -m tools.record_calls FILE [--plugins HOME]`.

All runs happen on a local AWS of their own, state in its S3, secrets with its KMS. Without --plugins the stand-in
providers do them; with it the engine takes its plugins from the Pulumi home HOME, and so calls as on AWS. FILE gets
JSON: by run (`ROLE: VERB …`) the sorted `service:Operation` of its calls, services as they sign.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from local.client import LocalAws
from local.ports import free_port
from tools.role_runs import ADMIN, RUNS, Stages

PORT = 4700

DELAYS = {"registration_delay": 0.5, "listener_delay": 0.5, "check_pace": 0.2, "metric_period": 1}
"""Of the local AWS: waiting shows no call that a shorter wait would not."""


def record(directory: Path, plugins: Path | None, file: Path) -> None:
    """Perform all runs below DIRECTORY; FILE is written after each. Raises EngineError, or TimeoutExpired."""
    cloud = LocalAws.start(directory / "aws", free_port(PORT), **DELAYS)
    try:
        with ExitStack() as stack:
            stages = Stages(cloud, directory, plugins, stack)
            stages.prepare()
            recorded: dict[str, set[str]] = {}
            for run in RUNS:
                print(run.name, file=sys.stderr, flush=True)
                made = stages.perform(run)
                if run.role != ADMIN:
                    recorded.setdefault(run.name, set()).update(made)
                    _write(recorded, file)
    finally:
        cloud.stop()


def _write(recorded: dict[str, set[str]], file: Path) -> None:
    document = {name: sorted(operations) for name, operations in sorted(recorded.items())}
    file.write_text(json.dumps(document, indent=1) + "\n")


def main(words: list[str]) -> int:
    """Write the recording; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.record_calls", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--plugins", type=Path, metavar="HOME", help="a Pulumi home that holds the official plugins")
    arguments = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="bluegreen-calls-") as folder:
        record(Path(folder), arguments.plugins, arguments.file)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
