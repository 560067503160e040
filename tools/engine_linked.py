"""An engine that someone has put ready: CI or a machine without network names its folder in BLUEGREEN_ENGINE_DIR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.engine_folder import missing_in
from tools.engine_version import OLDEST, PROGRAMS, version_of, written
from tools.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "BLUEGREEN_ENGINE_DIR"


def stamp_of(folder: Path, digest: str) -> str:
    """Return the stamp of an engine that links to `folder`.

    It begins with `digest`, so that a later call without the variable finds the links and keeps them.
    """
    return f"{digest} linked {folder}"


def link(folder: Path, into: Path) -> None:
    """Link the programs in `folder` into the folder `into`.

    Raises `Problem` when they are not all there or too old: whoever names a folder wants that one and no other.
    """
    next_command = f"export {VARIABLE}=<a folder with {', '.join(PROGRAMS)}>, or unset {VARIABLE}"
    if missing := missing_in(folder):
        raise Problem(f"{VARIABLE}={folder}: no executable {', '.join(missing)} there", next_command)
    version = version_of(folder / "pulumi")
    if version is None or version < OLDEST:
        said = written(version) if version else "no version"
        raise Problem(f"{VARIABLE}={folder}: pulumi says {said}, expected {written(OLDEST)} or newer", next_command)
    for name in PROGRAMS:
        (into / name).symlink_to(folder / name)
