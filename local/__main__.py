"""`python -m local`: an AWS on this machine. VERBS: up, down, status, traffic, calls."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from local.commands import calls, down, status, traffic, up
from local.commands.problem import Problem
from local.commands.terminal import complain
from local.process import PROJECT

VERBS = {"up": up, "down": down, "status": status, "traffic": traffic, "calls": calls}

INTERRUPTED = 130
"""What a shell reports after Ctrl-C."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    whole = argparse.ArgumentParser(prog="python -m local", description="An AWS on this machine.")
    verbs = whole.add_subparsers(dest="verb", required=True)
    for name, verb in VERBS.items():
        help_text = (verb.__doc__ or "").partition(": ")[2]
        one = verbs.add_parser(
            name, help=help_text, description=help_text, formatter_class=argparse.ArgumentDefaultsHelpFormatter
        )
        one.add_argument("--dir", type=_absolute, default=PROJECT / ".local", help="where it lives")
        verb.add_arguments(one)
    return whole


def main(words: list[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    arguments = parser().parse_args(words)
    try:
        return VERBS[arguments.verb].run(arguments)
    except Problem as problem:
        complain(f"error: {problem}")
        return 1
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED


def _absolute(text: str) -> Path:
    return Path(text).expanduser().resolve()


if __name__ == "__main__":
    sys.exit(main())
