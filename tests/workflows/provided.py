"""What the actions that our workflows use provide: a checkout, programs, credentials, artifacts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.workflows.workflow import PROJECT, UnknownError
from tools import make_venv
from tools.engine_version import PINNED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.workflows.runner import Runner

BACKEND = "PULUMI_BACKEND_URL"


def provide(runner: Runner, action: str, inputs: dict[str, Any]) -> None:
    """Do for RUNNER what ACTION with INPUTS would. Raises UnknownError, or AssertionError where it would fail."""
    if action not in ACTIONS:
        raise UnknownError(f"action {action}")
    ACTIONS[action](runner, inputs)


def _checkout(runner: Runner, inputs: dict[str, Any]) -> None:
    """One commit, as the action does without a depth."""
    assert inputs == {"persist-credentials": False}
    assert runner.job.permissions.get("contents") in {"read", "write"}
    origin = runner.github.git.folder
    _git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    _git(runner.folder, "init", "--quiet")
    _git(runner.folder, "remote", "add", "origin", origin.as_uri())
    _git(runner.folder, "fetch", "--quiet", "--depth=1", "origin", runner.event.sha)
    _git(runner.folder, "checkout", "--quiet", "--detach", "FETCH_HEAD")


def _python(runner: Runner, inputs: dict[str, Any]) -> None:
    """The packages are there already, as `make setup` would leave them."""
    assert inputs.keys() == {"python-version"}
    venv = runner.folder / ".venv"
    venv.mkdir()
    for entry in Path(sys.prefix).iterdir():
        if entry.name not in {"requirements.sha256", "lock"}:
            (venv / entry.name).symlink_to(entry)
    (venv / "requirements.sha256").write_text(make_venv.digest_of(runner.folder / "requirements-dev.txt"))


def _pulumi(runner: Runner, inputs: dict[str, Any]) -> None:
    """The engine that these tests run with, which needs no plugin from the network."""
    assert inputs == {"pulumi-version": PINNED}
    engine = PROJECT / ".engine" / "bin"
    if engine.is_dir():
        (runner.folder / ".engine").mkdir()
        (runner.folder / ".engine" / "bin").symlink_to(engine.resolve())
    known = runner.cloud.environment
    runner.environment["PATH"] = f"{known['PATH']}{os.pathsep}{runner.environment['PATH']}"
    runner.environment |= {
        name: value for name, value in known.items() if name.startswith("PULUMI_") and name != BACKEND
    }


def _credentials(runner: Runner, inputs: dict[str, Any]) -> None:
    """The role's, where GitHub may vouch for the job and the role trusts its environment."""
    assert runner.job.permissions.get("id-token") == "write", "no token to vouch for the job"
    assert runner.job.environment, "the roles trust environments alone"
    account, prefix = runner.variables["AWS_ACCOUNT_ID"], runner.variables["BLUEGREEN_STACK_PREFIX"]
    start = f"arn:aws:iam::{account}:role/{prefix}bluegreen-"
    assert inputs["role-to-assume"].startswith(start), inputs
    runner.role = inputs["role-to-assume"].removeprefix(start)
    runner.environment |= {name: value for name, value in runner.cloud.environment.items() if name.startswith("AWS_")}
    runner.environment |= {"AWS_REGION": inputs["aws-region"], "AWS_DEFAULT_REGION": inputs["aws-region"]}


def _upload(runner: Runner, inputs: dict[str, Any]) -> None:
    """Those of the files that there are; where all before it went well all must be there."""
    paths = [line.strip() for line in inputs["path"].splitlines() if line.strip()]
    there = [path for path in paths if (runner.folder / path).exists()]
    assert runner.failed or there == paths, f"of {paths} there are only {there}"
    kept = runner.artifacts / inputs["name"]
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for path in there:
        shutil.copy2(runner.folder / path, kept / path)
    runner.github.keep(inputs["name"], int(runner.number), runner.event.ref_name)


def _download(runner: Runner, inputs: dict[str, Any]) -> None:
    """What an earlier run kept."""
    assert runner.job.permissions.get("actions") == "read"
    for file in (runner.kept(inputs["run-id"]) / inputs["name"]).iterdir():
        shutil.copy2(file, runner.folder / file.name)


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)


ACTIONS: dict[str, Callable[[Runner, dict[str, Any]], None]] = {
    "actions/checkout": _checkout,
    "actions/setup-python": _python,
    "pulumi/actions": _pulumi,
    "aws-actions/configure-aws-credentials": _credentials,
    "actions/upload-artifact": _upload,
    "actions/download-artifact": _download,
}
