"""Which Go builds the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import engine_build
from tools.go_toolchain import find, needed

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import FakeProgram


def test_the_needed_go_is_read_from_go_mod() -> None:
    """One place says which Go is needed."""
    assert needed(engine_build.ENGINE) == (1, 25, 11)


@pytest.mark.parametrize("says", ["go version go1.25.11 linux/amd64", "go version go1.27 linux/amd64"])
def test_a_go_that_is_new_enough_is_used(tmp_path: Path, fake_program: FakeProgram, says: str) -> None:
    """Also a first release of a line, which has no third number."""
    go = fake_program(tmp_path / "go", says)
    assert find(str(tmp_path), (1, 25, 11)) == (go, "")


@pytest.mark.parametrize(("says", "reason"), [("go version go1.25.10 linux/amd64", "1.25.10"), ("?", "silent")])
def test_a_go_that_is_too_old_is_named(tmp_path: Path, fake_program: FakeProgram, says: str, reason: str) -> None:
    """The reason names what was found."""
    fake_program(tmp_path / "go", says)
    go, why_not = find(str(tmp_path), (1, 25, 11))
    assert go is None
    assert reason in why_not


def test_no_go_is_no_error(tmp_path: Path) -> None:
    """A machine without Go is told, and served by the wheel."""
    assert find(str(tmp_path), (1, 25, 11)) == (None, "no Go on PATH")
