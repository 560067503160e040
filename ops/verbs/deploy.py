"""`bluegreen deploy`: a release to the idle color."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from components.settings import fields
from ops import options
from ops.problem import Code, Problem
from ops.terminal import say, say_json

if TYPE_CHECKING:
    from ops.idle import Brought
    from ops.project import Named

EXAMPLE = "bluegreen deploy 1.2.0 --stack-prefix prod-"

Tag = Annotated[bool, typer.Option("--tag", help="RELEASE is a tag of the repository: v1.2.0 means 1.2.0.")]


def deploy(
    named: Named,
    release: Annotated[str, typer.Argument(metavar="RELEASE", help="What the color is to run, such as 1.2.0.")],
    *,
    tag: Tag = False,
    color: options.OneColor = None,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Release to the idle color, parked or not: ends when all its targets are healthy, and says how to try it."""
    release = named_by(release) if tag else release
    check(release)
    from ops.idle import bring  # noqa: PLC0415  as in `status`

    wanted = {"release": release, "parked": None}
    tell(bring(named, color, lambda _scene, _color: wanted, no_color=no_color), as_document, no_color)
    return Code.OK


def named_by(tag: str) -> str:
    """The release that TAG means: without the v that many projects put before a number."""
    return tag[1:] if re.match(r"v\d", tag) else tag


def check(release: str) -> None:
    """Raise Problem where RELEASE can't be one."""
    try:
        fields.RELEASE.read(release)
    except ValueError:
        what = f"{release!r} is no release: {fields.RELEASE.allowed}"
        raise Problem(what, "bluegreen deploy 1.2.0") from None


def tell(brought: Brought, as_document: bool, no_color: bool) -> None:  # noqa: FBT001  two options of the command
    """Say what was BROUGHT, and how to try it; raises Problem where not all of its targets are healthy."""
    brought.check_healthy()
    scene, color, health = brought.scene, brought.color, brought.health
    url, header = scene.stacks.url, f"{scene.stacks.settings.preview.header}: {color.value}"
    if as_document:
        say_json({**brought.document(), "preview": {"url": url, "header": header}})
        return
    file = brought.file.name
    say(
        f"{brought.name}: {health.describe()} after {brought.seconds:.1f} s; it has no traffic yet",
        f"try it: curl -H '{header}' {url}",
        f"so that repository and cloud agree: git commit {file} -m 'Release {brought.release} to {color.value}'",
        f"then: bluegreen switch --to {color.value} --router {scene.stacks.router}",
        no_color=no_color,
    )
