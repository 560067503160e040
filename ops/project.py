"""Where the project lies, and which three stacks are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from ops.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("Pulumi.yaml", "Pulumi.yml")

ROUTER = "router"


@dataclass(frozen=True)
class Named:
    """What a person said: the project's FOLDER (absolute), the router's stack, and where given those of the colors."""

    folder: Path
    router: str
    blue: str | None = None
    green: str | None = None


def short(stack: str) -> str:
    """The last part of STACK's name, organization and project left out: what the program knows it by."""
    return stack.rpartition("/")[2]


def find(start: Path) -> Path:
    """The folder of the project around START, as `pulumi` finds it; raises Problem where there is none."""
    start = start.expanduser().resolve()
    for folder in (start, *start.parents):
        if any((folder / file).is_file() for file in FILES):
            return folder
    raise Problem(f"there is no project in {start}: no Pulumi.yaml in it or above", "cd PROJECT, or --cwd PROJECT")


def read_project(folder: Path) -> dict[str, Any]:
    """What the file of the project in FOLDER says, by key."""
    file = next(folder / file for file in FILES if (folder / file).is_file())
    return yaml.safe_load(file.read_text())


def name_stacks(start: Path, prefix: str | None, router: str | None, blue: str | None, green: str | None) -> Named:
    """The stacks meant by PREFIX (`prod-`) or by names, in the project around START.

    Without either the router is called `router`. The colors' names come from the router's own settings unless given.
    Raises Problem when both are given, or no project is found.
    """
    names = {"--router": router, "--blue": blue, "--green": green}
    given = [option for option, name in names.items() if name is not None]
    if prefix is not None and given:
        raise Problem(f"--stack-prefix and {', '.join(given)} name the stacks twice", "give only one of them")
    if given and router is None:
        raise Problem(f"{', '.join(given)} needs --router: the router knows its colors", "add --router STACK")
    return Named(find(start), router or f"{prefix or ''}{ROUTER}", blue, green)
