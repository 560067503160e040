"""Options that the verbs have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from components.color import Color

STACKS = "Which stacks"

Prefix = Annotated[
    str | None,
    typer.Option(
        "--stack-prefix", metavar="PREFIX", help="The set PREFIXrouter, such as prod-.", rich_help_panel=STACKS
    ),
]
Router = Annotated[
    str | None,
    typer.Option("--router", metavar="STACK", help="The router's stack; default: router.", rich_help_panel=STACKS),
]
Blue = Annotated[
    str | None,
    typer.Option("--blue", metavar="STACK", help="Blue's stack; default: as the router says.", rich_help_panel=STACKS),
]
Green = Annotated[
    str | None,
    typer.Option(
        "--green", metavar="STACK", help="Green's stack; default: as the router says.", rich_help_panel=STACKS
    ),
]
Folder = Annotated[
    Path, typer.Option("--cwd", metavar="FOLDER", help="The project's folder, or one in it.", rich_help_panel=STACKS)
]
Json = Annotated[bool, typer.Option("--json", help="For programs: one JSON document on stdout.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colors; NO_COLOR in the environment does the same.")]

OneColor = Annotated[
    Color | None, typer.Option("--color", help="The color that has to be idle; default: the one that is.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]

HERE = Path()
