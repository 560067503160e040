"""`bluegreen init`: makes a copy of this repository the one of a service."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from components.settings.reader import NAMESPACE
from ops import options
from ops.problem import Code, Problem
from ops.project import find, read_project
from ops.service import files
from ops.service.service import check
from ops.terminal import say

EXAMPLE = "bluegreen init shop --region eu-central-1 --app shop"

APP = "app"
"""The sample release, which lets everything be tried before there is one."""


def init(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="The service's; default: as `pulumi new` was told, or asked for."),
    ] = None,
    *,
    region: Annotated[
        str | None, typer.Option("--region", metavar="REGION", help="Of AWS, for all three stacks; default: asked for.")
    ] = None,
    app: Annotated[
        str | None,
        typer.Option(
            "--app",
            metavar="PATH",
            help="In the repository: a folder with user_data.sh, or such a template; default: asked for, or app.",
        ),
    ] = None,
    cwd: Annotated[
        Path, typer.Option("--cwd", metavar="FOLDER", help="The repository, or a folder in it.")
    ] = options.HERE,
    no_color: options.NoColor = False,
) -> int:
    """Make this copy of the repository a service's: name, region, application. Nothing but files is changed."""
    folder = find(cwd)
    now = files.name_of(folder)
    _check_same(now, name)
    service = check(
        folder,
        name or now or _project(folder) or _asked("The service's name", "", "NAME", ""),
        region
        or _asked("Its region", "--region ", "REGION", os.environ.get("AWS_REGION") or _value(folder, "aws:region")),
        app or _value(folder, f"{now}:user_data") or _asked("Its application", "--app ", "PATH", APP, needed=False),
    )
    texts = files.changes(folder, service)
    files.write(texts)
    for path in texts:
        say(f"wrote {path.relative_to(folder)}", no_color=no_color)
    if not texts:
        say(f"this repository is the service {service.name}'s already", no_color=no_color)
    else:
        say(f"next: make test, then git commit -am 'The service {service.name}'", no_color=no_color)
    return Code.OK


def _check_same(now: str, name: str | None) -> None:
    """Raise Problem where NAME is another one than the service NOW is called: its stacks may hold resources."""
    if now and name not in {None, now}:
        what = (
            f"nothing was changed: this repository is the service {now}'s, whose stacks would not be found as {name}'s"
        )
        raise Problem(what, f"a copy of the template for {name}: docs/new-service.md")


def _project(folder: Path) -> str:
    """What `pulumi new` was told; nothing where that is still this repository's own name."""
    name = str(read_project(folder).get("name"))
    return "" if name == NAMESPACE else name


def _value(folder: Path, key: str) -> str:
    """What the project in FOLDER sets KEY to for all stacks; empty where it does not."""
    settings = read_project(folder).get("config") or {}
    return str((settings.get(key) or {}).get("value") or "")


def _asked(question: str, option: str, word: str, proposed: str, *, needed: bool = True) -> str:
    """What a person answers to QUESTION, PROPOSED where they only confirm; raises Problem where nobody can."""
    if sys.stdin.isatty():
        return str(typer.prompt(question, default=proposed or None, err=True))
    if needed:
        what = f"nobody can be asked here for {question[0].lower()}{question[1:]}, and nothing was changed"
        raise Problem(what, f"bluegreen init again, with {option}{word}")
    return proposed
