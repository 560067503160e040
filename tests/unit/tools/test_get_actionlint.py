"""The program that the workflows are held to comes from what is locked, once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tools import get_actionlint, go_toolchain
from tools.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import FakeProgram

GO = """#!/bin/sh
case "$1" in version) echo "go version go1.27.0 linux/amd64"; exit;; esac
echo "$@" >> "{log}"
while [ "$1" != -o ]; do shift; done
cp "$0" "$2"
"""


@pytest.fixture
def go(tmp_path: Path) -> Path:
    """A Go that notes what it is to build, and builds it; its log lies beside it."""
    program = tmp_path / "go" / "go"
    program.parent.mkdir()
    program.write_text(GO.format(log=program.with_name("log")))
    program.chmod(0o755)
    return program


def _built(folder: Path, go: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_actionlint, "ROOT", folder)
    monkeypatch.setenv("PATH", f"{go.parent}:/usr/bin:/bin")
    assert get_actionlint.main() == 0


def test_it_is_built_once(tmp_path: Path, go: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second call finds it; other locked files build it anew."""
    for _ in range(2):
        _built(tmp_path, go, monkeypatch)
    assert get_actionlint.is_current(tmp_path / ".engine")
    assert len(go.with_name("log").read_text().splitlines()) == 1
    monkeypatch.setattr(get_actionlint, "digest", lambda: "another")
    _built(tmp_path, go, monkeypatch)
    assert len(go.with_name("log").read_text().splitlines()) == 2


def test_a_build_that_failed_leaves_nothing(
    tmp_path: Path, fake_program: FakeProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next call tries again."""
    fake_program(tmp_path / "go" / "go", "go version go1.27.0", code=1)
    with pytest.raises(Problem, match="make lint"):
        _built(tmp_path, tmp_path / "go" / "go", monkeypatch)
    assert not get_actionlint.is_current(tmp_path / ".engine")


def test_all_its_modules_are_locked() -> None:
    """Version and hash of each, and a Go that the wheel has."""
    module, hashes = get_actionlint.MODULE.read_text(), get_actionlint.MODULE.with_name("go.sum").read_text()
    needed = re.findall(r"^\t(\S+) (v\S+)", module, re.MULTILINE)
    assert ("github.com/rhysd/actionlint", "v1.7.12") in needed
    assert [f"{name} {version} h1:" in hashes for name, version in needed] == [True] * len(needed)
    assert go_toolchain.needed(get_actionlint.MODULE) == (1, 25, 11)
