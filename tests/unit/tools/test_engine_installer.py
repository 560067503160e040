"""The official release: its address, and what is unpacked of it."""

from __future__ import annotations

import io
import tarfile
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tools import engine_installer
from tools.engine_installer import UnavailableError, archive_url, install, unpack
from tools.engine_version import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _archive(*names: str) -> io.BytesIO:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 4
            archive.addfile(member, io.BytesIO(b"code"))
    stream.seek(0)
    return stream


@pytest.mark.parametrize(
    ("system", "machine", "end"),
    [("Linux", "x86_64", "linux-x64"), ("Linux", "aarch64", "linux-arm64"), ("Darwin", "arm64", "darwin-arm64")],
)
def test_the_address_names_version_system_and_machine(system: str, machine: str, end: str) -> None:
    """Each supported machine has its own pinned archive."""
    assert archive_url(system, machine).endswith(f"/pulumi-v3.259.0-{end}.tar.gz")


def test_a_machine_without_a_release_is_named() -> None:
    """Another machine falls through to the build, with the reason."""
    with pytest.raises(UnavailableError, match="Linux on riscv64"):
        archive_url("Linux", "riscv64")


def test_only_the_engine_and_its_python_programs_are_unpacked(tmp_path: Path) -> None:
    """Hosts of other languages are left out; the rest is executable."""
    names = [f"pulumi/{name}" for name in (*PROGRAMS, "pulumi-language-go", "pulumi-watch")]
    unpack(_archive(*names), tmp_path, 0)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(PROGRAMS)
    assert all(file.stat().st_mode & 0o111 for file in tmp_path.iterdir())


def test_a_member_never_leaves_the_folder(tmp_path: Path) -> None:
    """Only the last part of a member's name counts."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    unpack(_archive("../../pulumi"), inner, 0)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [inner / "pulumi"]


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """Return what a hanging thread waits for; set when the test has ended."""
    event = threading.Event()
    yield event
    event.set()


def test_a_server_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, never: threading.Event
) -> None:
    """The wait ends by itself, also when looking up the name hangs."""

    def hang(*_: object) -> None:
        never.wait()
        raise TimeoutError

    monkeypatch.setattr(engine_installer, "CONNECT_WITHIN", 0.05)
    monkeypatch.setattr(engine_installer, "_opened", hang)
    begun = time.monotonic()
    with pytest.raises(UnavailableError, match="no answer within"):
        install(tmp_path)
    assert time.monotonic() - begun < 2


def test_a_refused_connection_is_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the network said reaches the terminal."""

    def refuse(*_: object) -> None:
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr(engine_installer, "_opened", refuse)
    with pytest.raises(UnavailableError, match="refused"):
        install(tmp_path)
