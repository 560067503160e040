"""What a terminal still shows."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.live import Live
from rich.text import Text

from demo.session.screen import masked, shown


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        ("", []),
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("one\r\n\r\ntwo", ["one", "", "two"]),
        ("one\r\ntwo\r\n\x1b[1A\x1b[2Kthree", ["one", "three"]),
        ("one\r\ntwo\x1b[2K\x1b[1A\x1b[2Kthree", ["three"]),
        ("\x1b[9A\x1b[?25lone\x1b[?25h", ["one"]),
        ("\x1b[31mred\x1b[0m", ["\x1b[31mred\x1b[0m"]),
    ],
)
def test_what_is_left(raw: str, lines: list[str]) -> None:
    """Erased lines are gone, styles stay, the cursor's own look does not count."""
    assert shown(raw) == lines


def test_a_table_that_was_redrawn_and_taken_away_leaves_nothing() -> None:
    """As rich writes it, between two lines that stay."""
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=40)
    console.print("before")
    with Live(console=console, auto_refresh=False, transient=True) as live:
        for height in (3, 5, 2):
            live.update(Text("\n".join(["going on"] * height)), refresh=True)
    console.print("after")
    assert shown(written.getvalue()) == ["before", "after"]


def test_no_port_is_shown() -> None:
    """The local load balancer's is another in each run; the rest of the line stays."""
    assert masked("try it: curl http://127.0.0.1:8081/x 10:30") == "try it: curl http://127.0.0.1/x 10:30"
