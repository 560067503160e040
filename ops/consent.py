"""A person's word before something changes."""

from __future__ import annotations

import sys

import typer

from ops.problem import Code, Problem


def ask(question: str, *, yes: bool) -> None:
    """Return once a person agreed to QUESTION, or YES was said before; raises Problem when nobody does."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise Problem("nobody can be asked here, and nothing was changed", "again with --yes")
    try:
        agreed = typer.confirm(question, err=True)
    except typer.Abort:
        agreed = False
    if not agreed:
        raise Problem("nothing was changed", "bluegreen status", Code.CANCELLED)
