"""`.engine/bin` is whole or absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.engine_folder import EngineFolder, digest_of
from tools.engine_version import PROGRAMS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import FakeProgram


@pytest.fixture
def folder(tmp_path: Path, fake_program: FakeProgram) -> EngineFolder:
    """Return a folder that holds the engine "first"."""
    folder = EngineFolder(tmp_path / ".engine")
    with folder.replacing("first") as fresh:
        _fill(fresh, fake_program)
    return folder


def _fill(place: Path, fake_program: FakeProgram) -> None:
    for name in PROGRAMS:
        fake_program(place / name)


def test_a_changed_go_mod_changes_the_digest(tmp_path: Path) -> None:
    """The digest follows the content of go.mod and nothing else."""
    module = tmp_path / "go.mod"
    module.write_text("go 1.25.11\n")
    before = digest_of([module])
    module.touch()
    assert digest_of([module]) == before
    module.write_text("go 1.25.12\n")
    assert digest_of([module]) != before


def test_an_engine_is_held_only_under_its_stamp(folder: EngineFolder) -> None:
    """Another stamp means another engine."""
    assert folder.holds("first")
    assert not folder.holds("second")


def test_an_engine_without_one_of_its_programs_is_not_held(folder: EngineFolder) -> None:
    """A stamp alone proves nothing."""
    (folder.bin / "pulumi-language-python-exec").unlink()
    assert not folder.holds("first")


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, OSError])
def test_an_interrupted_replacement_keeps_the_earlier_engine(
    folder: EngineFolder, fake_program: FakeProgram, interruption: type[BaseException]
) -> None:
    """However filling ends early, the engine that was there stays and nothing else does."""

    def replace() -> None:
        with folder.replacing("second") as fresh:
            _fill(fresh, fake_program)
            raise interruption

    with pytest.raises(interruption):
        replace()
    assert folder.holds("first")
    assert list(folder.root.iterdir()) == [folder.bin]


def test_a_half_filled_engine_is_refused(folder: EngineFolder, fake_program: FakeProgram) -> None:
    """A release that lacks a program never becomes the engine."""
    with pytest.raises(FileNotFoundError, match="pulumi-language-python"), folder.replacing("second") as fresh:
        fake_program(fresh / "pulumi")
    assert folder.holds("first")


def test_what_a_killed_call_left_is_removed(folder: EngineFolder, fake_program: FakeProgram) -> None:
    """SIGKILL runs no clean-up; the next call does."""
    fake_program(folder.root / "new-killed" / "pulumi")
    with folder.replacing("second") as fresh:
        _fill(fresh, fake_program)
    assert folder.holds("second")
    assert list(folder.root.iterdir()) == [folder.bin]
