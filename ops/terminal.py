"""The terminal: answers to stdout, everything else to stderr, and nothing that moves where nobody looks."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

WIDE = 200
"""Columns where stdout is no terminal: a log or a pipe must not get tables folded to the width of nothing."""


def console(*, no_color: bool) -> Console:
    """Where answers go."""
    width = None if sys.stdout.isatty() else WIDE
    return Console(no_color=True if no_color else None, highlight=False, width=width)


def say(*lines: str, no_color: bool) -> None:
    """Print LINES where answers go, as they are and never folded."""
    terminal = console(no_color=no_color)
    for line in lines:
        terminal.print(line, markup=False, soft_wrap=True)


def complain(text: str) -> None:
    """Print TEXT where errors go; where the terminal was closed, nobody is left to be told."""
    with contextlib.suppress(OSError):
        sys.stderr.write(text + "\n")


def say_json(document: Mapping[str, Any]) -> None:
    """Print DOCUMENT for a program."""
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


@contextlib.contextmanager
def progress(what: str, *, no_color: bool) -> Generator[Callable[[str], None]]:
    """Say WHAT is under way for the length of a block, on stderr; nothing at all where that is no terminal.

    What the block gets says something else instead.
    """
    stderr = Console(stderr=True, no_color=True if no_color else None)
    if not stderr.is_terminal:
        yield lambda _what: None
        return
    with stderr.status(what) as status:
        yield status.update
