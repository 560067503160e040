"""Apply each patch to a copy of the project and see its test go red: `python -m tests.sabotage [NAME ...]`.

A patch's first line is `Test: ` and the id of the test that must fail. A test that can't fail proves nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

ROOT = Path(__file__).resolve().parent.parent.parent
PATCHES = Path(__file__).parent / "patches"
LINKED = (".venv", ".engine")
WORKERS = 2
RED = 1
"""Pytest's exit code when tests ran and some failed; anything else means that the test did not run."""


@dataclass(frozen=True)
class Outcome:
    """What one patch did: its name, its test, pytest's exit code, and the end of its output."""

    name: str
    test: str
    code: int
    output: str


def main(names: list[str]) -> int:
    """Try the patches NAMES, all by default; returns 0 when each turned its test red."""
    console = Console()
    patches = sorted(patch for patch in PATCHES.glob("*.patch") if not names or patch.stem in names)
    with tempfile.TemporaryDirectory(prefix="bluegreen-sabotage-") as folder, ThreadPoolExecutor(WORKERS) as pool:
        outcomes: list[Outcome] = []
        for outcome in pool.map(lambda patch: sabotage(patch, Path(folder)), patches):
            outcomes.append(outcome)
            verdict = "red" if outcome.code == RED else f"NOT RED (exit code {outcome.code})"
            console.print(f"{verdict}  {outcome.name}: {outcome.test}", markup=False, highlight=False, soft_wrap=True)
            if outcome.code != RED:
                console.print(outcome.output, markup=False, highlight=False)
    red = sum(outcome.code == RED for outcome in outcomes)
    console.print(f"sabotage: {red} of {len(outcomes)} patches turned their test red")
    return 0 if outcomes and red == len(outcomes) else 1


def sabotage(patch: Path, folder: Path) -> Outcome:
    """Apply PATCH to a copy below FOLDER and run the test that it names."""
    test = patch.read_text().splitlines()[0].removeprefix("Test: ").strip()
    copy = folder / patch.stem
    copy_project(copy)
    for name in LINKED:
        if (ROOT / name).exists():
            (copy / name).symlink_to(ROOT / name)
    applied = _run(["git", "apply", "--whitespace=nowarn", str(patch)], copy)
    if applied.returncode:
        return Outcome(patch.stem, test, -1, f"the patch does not apply: {applied.stderr}")
    result = _run([sys.executable, "-m", "pytest", "-q", "-x", "--tb=short", "-p", "no:cacheprovider", test], copy)
    shutil.rmtree(copy, ignore_errors=True)
    return Outcome(patch.stem, test, result.returncode, result.stdout[-3000:])


def copy_project(target: Path) -> None:
    """Copy what git knows, and what it would take, into TARGET."""
    listed = _run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], ROOT).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    # A folder of its own for git, so that a patch is applied here and not to a project around it.
    _run(["git", "init", "-q"], target)


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
