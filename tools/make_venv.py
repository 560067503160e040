"""Make `.venv` hold exactly what requirements-dev.txt locks: `python3 -m tools.make_venv`. Once, until that changes.

`python -m tools.make_venv policy` does the same for the policy pack: its own environment, from its own lock.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from pathlib import Path

from tools.command import run
from tools.locked import locked
from tools.problem import Problem, told
from tools.progress import Progress

ROOT = Path(__file__).parent.parent
COMMAND = """#!/bin/sh
# The project lies two folders up; the folder that one stands in is the one that `bluegreen` looks at.
project=$(cd "$(dirname "$0")/../.." && pwd)
PYTHONPATH="$project${PYTHONPATH:+:$PYTHONPATH}" exec "$project/.venv/bin/python" -m ops "$@"
"""
NO_VENV = "install Python's venv module (Debian and Ubuntu: python3-venv), then `make setup` again"
NEXT = "look at the lines above, then `make setup` again"


def main() -> int:
    """Create or update the virtual environment; return the exit code."""
    make(ROOT / ".venv", ROOT / "requirements-dev.txt")
    write_command(ROOT / ".venv" / "bin" / "bluegreen")
    return 0


def main_of_the_pack() -> int:
    """Create or update the policy pack's virtual environment; return the exit code."""
    make(ROOT / "policy" / ".venv", ROOT / "policy" / "requirements.txt")
    return 0


def make(folder: Path, requirements: Path) -> None:
    """Fill the virtual environment FOLDER from REQUIREMENTS, unless it was already."""
    if not is_current(folder, requirements):
        with locked(folder / "lock"):
            if not is_current(folder, requirements):
                _fill(folder, requirements)
                _stamp(folder).write_text(digest_of(requirements))


def write_command(path: Path) -> None:
    """Make PATH the command `bluegreen`: `python -m ops` of the project around the environment, from any folder."""
    if not path.exists() or path.read_text() != COMMAND:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(COMMAND)
        path.chmod(0o755)


def is_current(folder: Path, requirements: Path) -> bool:
    """Tell whether the environment in `folder` was filled from `requirements` as they are now, by its own Python."""
    try:
        stamped = _stamp(folder).read_text()
    except OSError:
        return False
    return stamped == digest_of(requirements) and os.access(folder / "bin" / "python", os.X_OK)


def digest_of(requirements: Path) -> str:
    """Return the content of `requirements` as a digest."""
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def lines_of(package: str, requirements: str) -> str:
    """Return the requirement lines of one `package`, hashes included, out of the text of a locked file."""
    found = re.search(rf"^{re.escape(package)}==.*(\n +--hash=.*)+", requirements, re.MULTILINE)
    if found is None:
        raise Problem(f"requirements-dev.txt does not lock {package}", "make lock")
    return f"{found[0]}\n"


def _stamp(folder: Path) -> Path:
    return folder / "requirements.sha256"


def _fill(folder: Path, requirements: Path) -> None:
    count = len(re.findall(r"^\S+==", requirements.read_text(), re.MULTILINE))
    with Progress(f"installing {count} locked Python packages into {folder.relative_to(ROOT)}"):
        if not os.access(folder / "bin" / "python", os.X_OK):
            run([sys.executable, "-m", "venv", str(folder)], next_command=NO_VENV)
        _install(str(folder / "bin" / "python"), requirements)


def _install(python: str, requirements: Path) -> None:
    """Install with uv, 15 times as fast as pip; with pip where uv can't, since only pip reads pip's own settings."""
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
    try:
        uv = _uv(python, pip, requirements.read_text())
        arguments = ["pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", str(requirements)]
        run([uv, *arguments], next_command=NEXT)
    except Problem:
        run([*pip, str(requirements)], next_command=NEXT)


def _uv(python: str, pip: list[str], requirements: str) -> str:
    """Return the path of uv: installed beside PYTHON by PIP where REQUIREMENTS lock it, else the one of this Python."""
    if not re.search(r"^uv==", requirements, re.MULTILINE):
        return str(Path(sys.executable).parent / "uv")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as only_uv:
        only_uv.write(lines_of("uv", requirements))
        only_uv.flush()
        run([*pip, only_uv.name], next_command=NEXT)
    return str(Path(python).parent / "uv")


if __name__ == "__main__":
    sys.exit(told(main_of_the_pack if sys.argv[1:] == ["policy"] else main))
