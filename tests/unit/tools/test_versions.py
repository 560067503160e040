"""The engine's version stands in several files and is one."""

from __future__ import annotations

import re

from tools.engine_build import ENGINE, TOOLS
from tools.engine_version import OLDEST, PINNED, parse

ROOT = TOOLS.parent


def test_go_modules_and_python_package_are_of_the_pinned_version() -> None:
    """Engine, SDK source and Python SDK are of one version."""
    versions = re.findall(r"github.com/pulumi/pulumi/(?:pkg|sdk)/v3 v(\S+)", ENGINE.read_text())
    versions += re.findall(r"^pulumi==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert versions == [PINNED] * 3


def test_the_pinned_version_is_new_enough() -> None:
    """What the project installs, it would also accept on PATH."""
    version = parse(PINNED)
    assert version is not None
    assert version >= OLDEST


def test_locked_files_name_no_index() -> None:
    """Each machine has its own package index; the locked files work with any."""
    for file in (*ROOT.glob("requirements*.txt"), TOOLS / "go-toolchain.txt"):
        assert "://" not in file.read_text()


def _locked(name: str) -> dict[str, str]:
    return dict(re.findall(r"^(\S+?)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


def test_the_command_lines_packages_are_the_programs_and_its_own() -> None:
    """One install for who runs `bluegreen`, of the versions that the tests run with."""
    program, command, development = map(_locked, ("requirements.txt", "requirements-ops.txt", "requirements-dev.txt"))
    assert program.items() < command.items() < development.items()
    assert {"rich", "stamina", "typer"} <= command.keys()
    assert "moto" not in command
