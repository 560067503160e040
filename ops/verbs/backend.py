"""`bluegreen backend`: a bucket and a key for the stacks' state, and how the engine is told of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from components import cloud
from ops import options
from ops.aws_problems import LOOK
from ops.problem import Code, Problem
from ops.project import find, read_project
from ops.state.place import Place, place
from ops.terminal import progress, say, say_json

EXAMPLE = "bluegreen backend shop-state"


def backend(
    bucket: Annotated[str, typer.Argument(metavar="BUCKET", help="Its name, which nobody else in the world has.")],
    *,
    key: Annotated[
        str | None, typer.Option("--key", metavar="ALIAS", help="Of the key in KMS; default: as the bucket.")
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", metavar="REGION", help="Default: aws:region of Pulumi.yaml.")
    ] = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Set what a bucket or key of yours lacks; default: refuse, and name it.")
    ] = False,
    as_document: options.Json = False,
    cwd: options.Folder = options.HERE,
    no_color: options.NoColor = False,
) -> int:
    """Make a bucket and a key for the state of all stacks, or see that they are as they should be."""
    where = place(bucket, key, region or _region(cwd))
    with progress(f"looking at s3://{bucket}", no_color=no_color):
        done = _set_up(where, repair=repair)
    if as_document:
        say_json({"version": 1, "login": where.login, "secrets_provider": where.secrets_provider, "done": list(done)})
        return Code.OK
    told = done or (f"s3://{bucket} and alias/{where.alias} are as they should be",)
    login = f"  pulumi login '{where.login}'"
    init = f"  pulumi stack init router --secrets-provider='{where.secrets_provider}'"
    say(*told, "next, and the same for blue and green:", login, init, no_color=no_color)
    return Code.OK


def _set_up(where: Place, *, repair: bool) -> tuple[str, ...]:
    from ops.state.setup import set_up  # noqa: PLC0415  boto3 takes half a second, which no wrong name has to wait for

    try:
        return set_up(where, repair=repair)
    except cloud.UNREACHABLE as error:
        again = f"bluegreen backend {where.bucket} --repair finishes what was begun; {LOOK}"
        raise Problem(f"s3://{where.bucket} can't be set up: {cloud.explain(error)}", again, Code.RESOURCE) from None


def _region(cwd: Path) -> str:
    settings = read_project(find(cwd)).get("config") or {}
    named = (settings.get("aws:region") or {}).get("value") or os.environ.get("AWS_REGION")
    if not named:
        raise Problem(
            "neither --region, nor aws:region in Pulumi.yaml, nor AWS_REGION says where", "add --region REGION"
        )
    return str(named)
