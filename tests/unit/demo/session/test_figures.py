"""The committed figures are a session's; `python -m demo.session` writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from demo.session.__main__ import SCREEN, TRAFFIC
from tests.unit.demo.session.drawn import shapes, text

if TYPE_CHECKING:
    from pathlib import Path

MACHINE = (
    r"(?<![\w.])/(?:tmp|home|root|Users|var|work|private|usr|opt|mnt)\b",
    r"\d:\d{4,5}\b",
    r"localhost",
    r"\bpid\b",
    r"\w@\w",
)
"""Paths, ports, hosts, processes and people."""


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            SCREEN,
            (
                "bluegreen deploy 1.2.0",
                "bluegreen check --seconds 5s",
                "bluegreen switch --to green --steps 10,50,100 --every 10s",
                "10 % of the traffic is on green (1.2.0)",
                "50 % of the traffic is on green (1.2.0)",
                "all traffic is on green (1.2.0)",
                "blue (1.3.0) was taken back",
            ),
        ),
        (TRAFFIC, ("10 %", "50 %", "100 %", "taken back", " 0 failed")),
    ],
    ids=["screen", "traffic"],
)
def test_it_shows_the_whole_way(path: Path, words: tuple[str, ...]) -> None:
    """A healthy release in its steps, and a failing one that was taken back."""
    told = text(path.read_text())
    assert [each for each in words if each not in told] == []


@pytest.mark.parametrize("path", [SCREEN, TRAFFIC], ids=["screen", "traffic"])
def test_nothing_of_the_machine_is_in_it(path: Path) -> None:
    """Of whoever recorded it."""
    figure = path.read_text().replace("http://www.w3.org/2000/svg", "")
    assert [each for each in MACHINE if re.search(each, figure)] == []


def test_only_the_failing_release_failed() -> None:
    """As clients saw it, at most while it had its first step."""
    figure = TRAFFIC.read_text()
    assert shapes(figure, "circle", "failed")
    assert shapes(figure, "rect", "blue")
    assert shapes(figure, "rect", "green")
