"""A service's repository, made from this one as docs/new-service.md says."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import yaml

from local.workspace import Workspace
from tests.sabotage.__main__ import LINKED, ROOT, copy_project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def new_service(folder: Path, name: str, region: str) -> Path:
    """The repository of the service NAME in REGION, made below FOLDER by `pulumi new` and `bluegreen init`."""
    template, repository = folder / "template", folder / name
    copy_project(template)
    words = ("--generate-only", "--yes", "--name", name, "--dir", str(repository))
    run(template, "pulumi", "new", str(template), *words)
    for tool in LINKED:
        (repository / tool).symlink_to(ROOT / tool)
    run(repository, "git", "init", "-q")
    run(repository, sys.executable, "-m", "ops", "init", "--region", region)
    return repository


def run(folder: Path, *command: str) -> str:
    """What COMMAND prints in FOLDER; raises AssertionError when it fails. No package of this repository is found."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHONPATH"))}
    done = subprocess.run(command, cwd=folder, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-6000:]}{done.stderr[-2000:]}"
    return done.stdout


class ServiceWorkspace(Workspace):
    """The three stacks as the repository in FOLDER declares them, run by its own program."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:  # pyright: ignore[reportMissingSuperCall]
        """Take its files as they are."""
        self.directory, self.environment, self.prefix = folder, dict(environment), ""
        self.project = str(yaml.safe_load((folder / "Pulumi.yaml").read_text())["name"])
