"""The packages that the processes of a local AWS need, beside what the program itself has."""

from __future__ import annotations

from importlib.util import find_spec

from local.commands.problem import Problem

NEEDED = ("aiohttp", "grpc", "moto", "yaml")
"""Modules of the dependency group `local` in pyproject.toml that the processes import."""


def check() -> None:
    """Raise Problem where one is not installed: a process would only end with a traceback in its log."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise Problem(f"the local AWS needs {', '.join(missing)}, which this Python does not have", "make setup")
