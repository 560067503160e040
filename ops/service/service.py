"""What a person says of a new service, checked by the same rules as the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from components.settings import fields
from components.user_data import UserDataError, read_template
from ops.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = "user_data.sh"
"""The file that is looked for in the application's folder."""

RULE = "a to z, 0 to 9 and single - between them, at most 32 characters, beginning with a letter"
"""The strictest of what the name becomes: SSM parameters, log groups, tags, a Pulumi project, a GitHub repository."""


@dataclass(frozen=True)
class Service:
    """NAME as in every fixed name, REGION as AWS calls it, `user_data` a path relative to the project's folder."""

    name: str
    region: str
    user_data: str


def check(folder: Path, name: str, region: str, app: str) -> Service:
    """The service that NAME, REGION and APP (a folder or a template, seen from the project's FOLDER) describe.

    Raises Problem, which names what is allowed.
    """
    check_name(name)
    _check_region(region)
    return Service(name, region, _template(folder, app))


def check_name(name: str) -> None:
    """Raise Problem unless NAME fits wherever it will stand."""
    try:
        fields.SERVICE.read(name)
    except ValueError:
        allowed = False
    else:
        allowed = not name.endswith("-") and "--" not in name
    if not allowed:
        raise Problem(f"{name!r} can't be a service's name: {RULE}", "bluegreen init shop")


def _check_region(region: str) -> None:
    # boto3 takes half a second to load, and a wrong name needs no region.
    from botocore.exceptions import UnknownRegionError  # noqa: PLC0415
    from botocore.session import Session  # noqa: PLC0415

    try:
        Session().get_partition_for_region(region)
    except UnknownRegionError:
        what = f"{region!r} is no region of AWS"
        raise Problem(what, "aws ec2 describe-regions, then --region eu-central-1") from None


def _template(folder: Path, app: str) -> str:
    root = folder.resolve()
    path = (root / app).resolve()
    path = path / TEMPLATE if path.is_dir() else path
    if not path.is_relative_to(root):
        what = (
            f"--app {app} lies outside of {root}: the program reads it at each update, so it belongs to the repository"
        )
        raise Problem(what, f"cp -r {app} {root}, then --app with its name in here")
    try:
        read_template(path)
    except UserDataError as error:
        raise Problem(f"--app {app} holds no application: {error}", "cp -r app NAME, then --app NAME") from None
    return path.relative_to(root).as_posix()
