"""`bluegreen github idle`: outputs for the jobs that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.color import Color
from ops import app
from ops.problem import Code

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.components.fake_aws import FakeAws

pytestmark = pytest.mark.usefixtures("project")


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The step's outputs, of which one is there."""
    path = tmp_path / "output"
    path.write_text("before=1\n")
    monkeypatch.setenv("GITHUB_OUTPUT", str(path))
    return path


def test_the_color_without_traffic_is_an_output(output: Path, aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """With what it runs; what other steps wrote stays. It needs no token, and asks GitHub nothing."""
    assert app.run(["github", "idle"]) == Code.OK
    assert output.read_text() == "before=1\ncolor=green\nrelease=1.1.0\n"
    assert capsys.readouterr().out == "color=green\nrelease=1.1.0\n"
    assert aws.writes == []


def test_while_both_have_traffic_there_is_none(output: Path, aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4, no output, and what to do."""
    aws.weights = {Color.BLUE: 90, Color.GREEN: 10}
    assert app.run(["github", "idle"]) == Code.RESOURCE
    assert "neither color is idle" in capsys.readouterr().err
    assert output.read_text() == "before=1\n"


def test_outside_of_a_step_it_says_so(
    aws: FakeAws, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, before anything is asked."""
    monkeypatch.delenv("GITHUB_OUTPUT", raising=False)
    assert app.run(["github", "idle"]) == Code.CONFIG
    assert "GITHUB_OUTPUT is not set" in capsys.readouterr().err
    assert aws.calls == []
