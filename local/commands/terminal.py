"""Words for the terminal."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """Print TEXT as a command's answer."""
    sys.stdout.write(text + "\n")


def complain(text: str) -> None:
    """Print TEXT where errors go."""
    sys.stderr.write(text + "\n")
