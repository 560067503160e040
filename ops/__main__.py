"""`python -m ops` is `bluegreen`."""

from __future__ import annotations

import sys

from ops.problem import Code, Problem

OWN = frozenset({"ops", "components"})


def main() -> int:
    """Run this process's command line; returns the exit code."""
    try:
        # Whoever installed only what the program needs is told what is missing, and not shown a traceback.
        from ops.app import run  # noqa: PLC0415

        return run()
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package in OWN:
            raise
        what = f"bluegreen needs the package {package}, which this Python ({sys.executable}) does not have"
        sys.stderr.write(f"error: {Problem(what, 'pip install -r requirements-ops.txt, or make setup')}\n")
        return Code.CONFIG


if __name__ == "__main__":
    sys.exit(main())
