"""What could not be applied does not stay declared; what somebody else wrote meanwhile does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ops.stack_file import StackFile

if TYPE_CHECKING:
    from pathlib import Path


AS_IT_WAS = b"config: {}  # as it was\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project's folder with the file of one stack."""
    (tmp_path / "Pulumi.yaml").write_text("name: bluegreen\nruntime: python\n")
    (tmp_path / "Pulumi.router.yaml").write_bytes(AS_IT_WAS)
    return tmp_path


@pytest.mark.parametrize("stack", ["router", "org/bluegreen/router"])
def test_it_is_put_back_to_the_letter(folder: Path, stack: str) -> None:
    """Comments, line ends and all, whatever the stack's full name."""
    file = StackFile(folder, stack)
    with file.declaring():
        file.path.write_text("config: {a: b}\n")
    assert file.take_back()
    assert (folder / "Pulumi.router.yaml").read_bytes() == AS_IT_WAS


def test_what_somebody_wrote_since_stays(folder: Path) -> None:
    """It is told, and not lost."""
    file = StackFile(folder, "router")
    with file.declaring():
        file.path.write_text("config: {a: b}\n")
    file.path.write_text("config: {c: d}\n")
    assert not file.take_back()
    assert file.path.read_text() == "config: {c: d}\n"


def test_a_file_that_was_not_there_goes(folder: Path) -> None:
    """A stack may have no settings of its own."""
    file = StackFile(folder, "green")
    with file.declaring():
        file.path.write_text("config: {a: b}\n")
    assert file.take_back()
    assert not file.path.exists()


def test_the_project_says_where_its_files_lie(folder: Path) -> None:
    """`stackConfigDir` in Pulumi.yaml, and the other ending of YAML's two."""
    (folder / "stacks").mkdir()
    (folder / "Pulumi.yaml").write_text("name: bluegreen\nruntime: python\nstackConfigDir: stacks\n")
    (folder / "stacks" / "Pulumi.router.yml").write_text("config: {}\n")
    assert StackFile(folder, "router").path == folder / "stacks" / "Pulumi.router.yml"
