"""Commands in a pseudo terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

from demo.session.terminal import COLUMNS, ROWS, run
from tests.interrupt import wait_until
from tests.processes import lives

if TYPE_CHECKING:
    from pathlib import Path

INTERRUPTED = """
    import pathlib, signal
    from demo.session.terminal import run
    signal.signal(signal.SIGINT, signal.default_int_handler)
    command = "trap 'echo ended > ended; exit 3' INT; echo $$ > pid; while :; do sleep 0.05; done"
    try:
        run(["sh", "-c", command], pathlib.Path.cwd(), {})
    except KeyboardInterrupt:
        pathlib.Path("raised").touch()
"""


def test_a_command_sees_a_terminal_of_the_fixed_size(tmp_path: Path) -> None:
    """Whatever the shell that records says of its own."""
    told = run(["sh", "-c", "test -t 1 && stty size; echo $COLUMNS; exit 4"], tmp_path, {})
    assert (told.code, told.raw.split()) == (4, [str(ROWS), str(COLUMNS)])


def test_nothing_that_a_command_left_outlives_it(tmp_path: Path) -> None:
    """Also what no longer writes to the terminal."""
    told = run(["sh", "-c", "sleep 300 > /dev/null 2>&1 < /dev/null & echo $!"], tmp_path, {})
    wait_until(lambda: not lives(int(told.raw)))


def test_ctrl_c_ends_the_command_in_its_own_time(tmp_path: Path) -> None:
    """It hears of it, does what it has to, and only then the recording is interrupted."""
    line = [sys.executable, "-c", textwrap.dedent(INTERRUPTED)]
    recording = subprocess.Popen(line, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(os.path.realpath("."))})
    wait_until(lambda: (tmp_path / "pid").exists() and bool((tmp_path / "pid").read_text()))
    recording.send_signal(signal.SIGINT)
    assert recording.wait(30) == 0
    assert (tmp_path / "ended").exists()
    assert (tmp_path / "raised").exists()
    assert not lives(int((tmp_path / "pid").read_text()))
