"""The part of systemd's unit files that is honoured means what it means on an instance."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.user_data import environment_lines
from local.instances.units import UnitError, assignments, parse, seconds

NAMES = st.from_regex(r"[A-Z_][A-Z0-9_]{0,8}", fullmatch=True)
VALUES = st.text(st.characters(exclude_categories=["C"]))


@given(st.dictionaries(NAMES, VALUES))
def test_an_environment_file_holds_what_was_written(values: dict[str, str]) -> None:
    """Whatever stands in app_env reaches the service unchanged."""
    assert assignments(environment_lines(values)) == values


def test_an_environment_file_as_people_write_it() -> None:
    """Comments, blank lines, quotes, escapes and values without quotes, as in systemd.exec(5)."""
    text = "# a comment\n\nA=plain value  \nB='$x \\n'\n; C=off\nD=\"two\nlines\"\nE=\nF=a\\ b\n"
    assert assignments(text) == {"A": "plain value", "B": "$x \\n", "D": "two\nlines", "E": "", "F": "a b"}


def test_a_unit_is_read() -> None:
    """The keys that matter are read; unknown ones and other sections are ignored."""
    unit = parse(
        "[Unit]\nDescription=x\n[Service]\n# why\nExecStart=-/bin/run 'a b' \\\n  c\nEnvironment=A=1 \"B=2 3\"\n"
        "EnvironmentFile=-/a\nRestart=on-failure\nRestartSec=1min 2s\nTimeoutStopSec=60\nKillSignal=SIGINT\n"
        "StandardOutput=append:/log\nStandardError=journal\nDynamicUser=yes\nUnheardOf=1\n[Install]\nExecStart=no\n"
    )
    assert (unit.command, unit.environment) == (("/bin/run", "a b", "c"), {"A": "1", "B": "2 3"})
    assert (unit.environment_files, unit.output, unit.error) == (("-/a",), Path("/log"), None)
    assert (unit.restart_seconds, unit.stop_seconds, unit.stop_signal) == (62, 60, signal.SIGINT)
    assert (unit.restarts_after(1), unit.restarts_after(0)) == (True, False)


def test_an_empty_assignment_resets() -> None:
    """As systemd.syntax(7) says."""
    assert parse("[Service]\nExecStart=/a\nExecStart=\nExecStart=/b\n").command == ("/b",)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ExecStart=/a", "no ExecStart"),
        ("[Service]\nRestart=always\n", "no ExecStart"),
        ("[Service]\nExecStart=/a\nRestartSec=soon\n", "'soon'"),
        ("[Service]\nExecStart=/a\nKillSignal=SIGNOPE\n", "SIGNOPE"),
        ("[Service]\nExecStart=/a 'b\n", "ExecStart"),
        ("[Service]\nExecStart=/a\nEnvironment=A\n", "Environment"),
    ],
)
def test_a_unit_that_cannot_run_says_why(text: str, named: str) -> None:
    """The error names what is wrong."""
    with pytest.raises(UnitError, match=named):
        parse(text)


@pytest.mark.parametrize(("text", "value"), [("5", 5), ("100ms", 0.1), ("1min 30s", 90), ("infinity", float("inf"))])
def test_time_spans(text: str, value: float) -> None:
    """As systemd.time(7) writes them."""
    assert seconds(text) == pytest.approx(value)
