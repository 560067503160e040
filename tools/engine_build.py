"""The third choice: build the engine from its own Go modules, where nothing but package registries can be reached."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.command import run
from tools.engine_version import PINNED
from tools.problem import Problem
from tools.progress import Progress

TOOLS = Path(__file__).parent
ENGINE = TOOLS / "engine" / "go.mod"
LANGUAGE = TOOLS / "language" / "go.mod"
SDK = f"github.com/pulumi/pulumi/sdk/v3@v{PINNED}"
EXEC_SCRIPT = "pulumi-language-python-exec"
VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
NEXT = "`make setup` again: what is compiled is kept"


@dataclass(frozen=True)
class Program:
    """One program to build: `package`, locked by the go.mod `module`, calling itself `version`."""

    name: str
    package: str
    module: Path
    version: str


# The host's module can't be had on its own; this is the last sdk/v3 that still contains its source.
LANGUAGE_HOST = Program(
    "pulumi-language-python",
    "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python",
    LANGUAGE,
    "v3.75.0",
)
PULUMI = Program("pulumi", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", ENGINE, f"v{PINNED}")


def build(go: Path, into: Path) -> None:
    """Build engine and Python language host with the toolchain `go` into the folder `into`."""
    environment = go_environment()
    for program in (LANGUAGE_HOST, PULUMI):
        _build_one(go, program, into, environment)
    _copy_exec_script(go, into, environment)


def go_environment() -> dict[str, str]:
    """Return the environment that Go builds in: what is locked, and nothing else."""
    return {
        **os.environ,
        "GOTOOLCHAIN": "local",
        "GOFLAGS": "-mod=readonly",
        "GOWORK": "off",
        "CGO_ENABLED": "0",  # as the official release; a C compiler without its headers would fail the build
    }


def _build_one(go: Path, program: Program, into: Path, environment: dict[str, str]) -> None:
    flags = ["-trimpath", "-ldflags", f"-s -w -X {VERSION_VARIABLE}={program.version}"]
    folder = program.module.parent
    with Progress(f"{program.name}: looking at its modules") as progress:
        total = _packages_to_compile(go, program, flags, environment, progress)
        done = 0

        def compiled(_: str) -> None:
            nonlocal done
            done = min(done + 1, total)
            progress.text = f"{program.name}: compiled {done} of {total} packages" + (done == total) * ", linking"

        target = str(into / program.name)
        arguments = [str(go), "build", "-v", *flags, "-o", target, program.package]
        run(arguments, next_command=NEXT, on_line=compiled, folder=folder, environment=environment)


def _packages_to_compile(
    go: Path, program: Program, flags: list[str], environment: dict[str, str], progress: Progress
) -> int:
    """Download the program's modules; return how many packages the build cache lacks."""
    modules = 0
    stale = 0

    def listed(line: str) -> None:
        nonlocal modules, stale
        if line.startswith("go: downloading"):
            modules += 1
            progress.text = f"{program.name}: downloaded {modules} modules"
        else:
            stale += line == "stale"

    stale_ones = "{{if .Stale}}stale{{end}}"
    arguments = [str(go), "list", "-deps", *flags, "-f", stale_ones, program.package]
    run(arguments, next_command=NEXT, on_line=listed, folder=program.module.parent, environment=environment)
    progress.text = f"{program.name}: {stale} packages to compile"
    return stale


def _copy_exec_script(go: Path, into: Path, environment: dict[str, str]) -> None:
    """Put the script that the language host starts beside it: it lies in the source of the Python SDK's Go module."""
    answer = subprocess.run(
        [str(go), "mod", "download", "-json", SDK],
        cwd=ENGINE.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise Problem(f"{SDK} can't be downloaded: {(answer.stderr or answer.stdout).strip()}", NEXT)
    source = Path(json.loads(answer.stdout)["Dir"]) / "python" / "cmd" / EXEC_SCRIPT
    # copyfile, not copy: the module cache is read-only, and so would be the copy.
    shutil.copyfile(source, into / EXEC_SCRIPT)
    (into / EXEC_SCRIPT).chmod(0o755)
