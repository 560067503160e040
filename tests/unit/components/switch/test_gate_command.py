"""The user's command: its exit code decides, its last lines are shown, its time is limited."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from components.color import Color
from components.settings.switching import Gate
from components.shell_command import LINES
from components.switch.gate_command import run_gate_command
from tests.unit.components.scenes import switching


def _run(command: str, release: str | None = "1.1.0", seconds: int = 20) -> str | None:
    gate = Gate(timeout=0, smoke_paths=(), command=command, command_timeout=seconds)
    return run_gate_command(switching(url="http://shop", gate=gate), Color.GREEN, release)


def test_exit_code_0_passes_and_nothing_else_does() -> None:
    """The code stands in the refusal."""
    assert _run("exit 0") is None
    assert _run("exit 3") == "gate_command `exit 3` ended with 3, without output"
    assert "ended with 127" in (_run("no-such-command-anywhere") or "")


def test_it_gets_what_it_has_to_judge() -> None:
    """Color, release, URL and the header that leads there; without a release an empty one."""
    variables = "$BLUEGREEN_COLOR|$BLUEGREEN_RELEASE|$BLUEGREEN_PREVIEW_URL|$BLUEGREEN_PREVIEW_HEADER"
    told = _run(f'echo "{variables}"; exit 1') or ""
    assert told.endswith("its last lines:\ngreen|1.1.0|http://shop|x-bluegreen: green")
    assert (_run(f'echo "{variables}"; exit 1', None) or "").endswith("green||http://shop|x-bluegreen: green")


def test_the_last_lines_of_both_streams_are_shown() -> None:
    """As many as help, the newest; what is no text does no harm."""
    told = _run("for i in $(seq 1 30); do echo line $i; done; echo oops >&2; printf '\\377\\n'; exit 1") or ""
    lines = told.splitlines()[2:]
    assert len(lines) == LINES
    assert lines[0] == f"line {30 - LINES + 3}"
    assert lines[-2:] == ["oops", "\N{REPLACEMENT CHARACTER}"]


def test_it_has_no_terminal_to_ask() -> None:
    """A command that reads its input gets none, instead of hanging."""
    assert _run("read answer || exit 4") == "gate_command `read answer || exit 4` ended with 4, without output"


def test_when_its_time_is_over_all_that_it_started_ends(tmp_path: Path) -> None:
    """What it said until then is shown, and no child lives on."""
    child = tmp_path / "child"
    begun = time.monotonic()
    told = _run(f"echo begun; sh -c 'echo $$ > {child}; exec sleep 60' & sleep 60", seconds=2)
    assert told is not None
    assert "took longer than 2 seconds\nits last lines:\nbegun" in told
    assert time.monotonic() - begun < 30
    deadline = time.monotonic() + 20
    while _runs(child.read_text().strip()):
        assert time.monotonic() < deadline


def test_ctrl_c_ends_it_and_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a session of its own, so that the terminal does not."""
    child, waited = tmp_path / "child", tmp_path / "waited"
    wait = subprocess.Popen.wait

    def wait_and_say_so(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        waited.touch()
        return wait(process, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", wait_and_say_so)
    interrupt = f"until [ -e {waited} ]; do sleep 0.1; done; kill -INT {os.getpid()}"
    with pytest.raises(KeyboardInterrupt):
        _run(f"sh -c 'echo $$ > {child}; {interrupt}; exec sleep 60' & sleep 60", seconds=50)
    deadline = time.monotonic() + 20
    while _runs(child.read_text().strip()):
        assert time.monotonic() < deadline


def _runs(process: str) -> bool:
    """Whether PROCESS lives; one that nobody waited for yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def test_what_it_leaves_behind_is_not_waited_for() -> None:
    """A command may start something that goes on: the switch goes on too."""
    begun = time.monotonic()
    assert _run("sleep 10 & exit 0") is None
    assert time.monotonic() - begun < 8
