"""`bluegreen local`: what `python -m local` does, in the command line's words and exit codes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from local.__main__ import parser
from ops import app
from ops.problem import Code
from ops.verbs import local
from tools.commands_doc import help_of

if TYPE_CHECKING:
    from pathlib import Path

VERBS = [verb.__name__ for verb, _ in local.VERBS]


@pytest.mark.parametrize("verb", ["status", "traffic"])
def test_looking_at_nothing_says_how_to_start(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4, without a project or stacks around."""
    assert app.run(["local", verb, "--dir", str(tmp_path / "none")]) == Code.RESOURCE
    assert "next: bluegreen local up" in capsys.readouterr().err


def test_down_without_a_local_aws_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It can be repeated."""
    assert app.run(["local", "down", "--dir", str(tmp_path / "none")]) == Code.OK
    assert "There is no local AWS" in capsys.readouterr().out


@pytest.mark.parametrize("verb", VERBS)
def test_where_the_local_aws_did_not_ship_each_verb_says_so(
    verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others work without it: nothing of it is loaded before."""
    monkeypatch.setitem(sys.modules, "local", None)
    monkeypatch.delitem(sys.modules, "local.__main__")
    assert app.run(["local", verb]) == Code.CONFIG
    said = capsys.readouterr().err
    assert f"bluegreen local {verb} needs local" in said
    assert "next: make setup" in said


def test_the_defaults_that_the_help_names_are_those_of_the_local_aws() -> None:
    """They stand in two places, since the help must not load it."""
    defaults, told = parser().parse_args(["up"]), " ".join(help_of("local", "up").replace("│", " ").split())
    for name in ("port", "listener_delay", "registration_delay", "check_pace", "metric_period"):
        option = "--" + name.replace("_", "-")
        assert f"efault: {getattr(defaults, name):g}." in told.partition(f"{option} ")[2].partition(" --")[0]


@pytest.mark.parametrize("words", [["--port", "65534"], ["--check-pace", "-1"], ["--metric-period", "soon"]])
def test_an_option_that_makes_no_sense_is_told_before_anything_starts(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2."""
    assert app.run(["local", "up", "--dir", str(tmp_path / "aws"), *words]) == Code.CONFIG
    assert words[0] in capsys.readouterr().err
    assert not (tmp_path / "aws").exists()
