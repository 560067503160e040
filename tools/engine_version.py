"""Which Pulumi engine the project wants, and how a version is asked for."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PINNED = "3.259.0"  # the version line of `pulumi` in pyproject.toml and of tools/engine/go.mod
OLDEST = (3, 250, 0)
PROGRAMS = ("pulumi", "pulumi-language-python", "pulumi-language-python-exec")
ANSWER_WITHIN = 60.0  # seconds; the first start of a fresh 115 MB program on a slow disk

Version = tuple[int, int, int]


def parse(text: str) -> Version | None:
    """Return the first `1.2.3` in `text`, or None when there is none."""
    found = re.search(r"(\d+)\.(\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def written(version: Version) -> str:
    """Return `(3, 250, 0)` as `3.250.0`."""
    return ".".join(map(str, version))


def version_of(program: Path) -> Version | None:
    """Ask the engine `program` for its version; None when it does not run or does not say."""
    try:
        answer = subprocess.run(
            [str(program), "version"],
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=ANSWER_WITHIN,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return parse(answer.stdout) if answer.returncode == 0 else None
