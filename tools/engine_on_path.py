"""The first choice: a `pulumi` that this machine already has on PATH is used as it is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools.engine_version import OLDEST, version_of, written

HOST = "pulumi-language-python"


def find(path: str, own: Path) -> tuple[Path | None, str]:
    """Look for a usable engine on `path` (the value of PATH), leaving out `own`, the project's engine folder.

    Return (program, "") or (None, why there is none).
    """
    others = _without(path, own)
    found = shutil.which("pulumi", path=others)
    if found is None:
        return None, "no pulumi on PATH"
    program = Path(found)
    version = version_of(program)
    if version is None:
        return None, f"{program} does not answer `pulumi version`"
    if version < OLDEST:
        return None, f"{program} is {written(version)}, too old: {written(OLDEST)} or newer is needed"
    if not _has_host(program, others):
        return None, f"{program} is {written(version)}, but {HOST} is neither beside it nor on PATH"
    return program, ""


def _without(path: str, own: Path) -> str:
    """Drop `own`: the Makefile puts it on PATH, and it must not be taken for the machine's engine."""
    kept = [part for part in path.split(os.pathsep) if part and Path(part).resolve() != own.resolve()]
    return os.pathsep.join(kept)


def _has_host(program: Path, path: str) -> bool:
    # The engine looks on PATH first and then beside its own executable, links followed.
    places = os.pathsep.join([path, str(program.parent), str(program.resolve().parent)])
    return shutil.which(HOST, path=places) is not None
