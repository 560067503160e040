"""`python -m ops`, where its own packages are not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent.parent


@pytest.mark.parametrize("package", ["typer", "rich", "stamina", "yaml"])
def test_a_missing_package_is_named_with_what_brings_it(package: str) -> None:
    """As after `pip install -r requirements.txt` alone: exit code 2, never a traceback."""
    without = f"import runpy, sys; sys.modules[{package!r}] = None; runpy.run_module('ops', run_name='__main__')"
    line = [sys.executable, "-c", without, "--help"]
    run = subprocess.run(line, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert run.returncode == 2, run.stderr
    assert f"error: bluegreen needs the package {package}" in run.stderr
    assert "next: pip install -r requirements-ops.txt" in run.stderr
    assert "Traceback" not in run.stderr


WITHOUT = "import sys, ops.app; ops.app.build(); sys.exit('github' in sys.modules)"
"""Every verb's options, and no more."""


def test_only_a_job_of_github_actions_loads_what_speaks_to_github() -> None:
    """Nobody who looks waits for it."""
    assert subprocess.run([sys.executable, "-c", WITHOUT], cwd=PROJECT, check=False).returncode == 0


READING = "import sys, ops.app, ops.locks, ops.look, ops.stacks; sys.exit('pulumi' in sys.modules)"
"""What `status` imports."""


def test_a_look_does_not_wait_for_the_sdk_to_load() -> None:
    """Whoever looks runs no program, and waits for what is needed only."""
    assert subprocess.run([sys.executable, "-c", READING], cwd=PROJECT, check=False).returncode == 0
