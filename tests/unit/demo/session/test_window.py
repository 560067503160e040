"""A session at the terminal, drawn."""

from __future__ import annotations

from demo.session.terminal import COLUMNS
from demo.session.window import LINES, window
from tests.unit.demo.session.drawn import shapes, size, text

XMLNS = "http://www.w3.org/2000/svg"


def test_lines_are_drawn_as_they_were_told() -> None:
    """With their indentation, beside the title."""
    figure = window(["\x1b[32mready\x1b[0m", "  5 < 6 & done"], "a session")
    assert [line for line in text(figure).splitlines() if line] == ["ready", "a session", "  5 < 6 & done"]


def test_a_long_line_is_folded_and_nothing_of_it_lost() -> None:
    """Within the window's columns."""
    told = " ".join(f"word{number}" for number in range(40))
    lines = text(window([told], "")).splitlines()
    assert max(map(len, lines)) <= COLUMNS
    assert " ".join(lines).split() == told.split()


def test_the_size_does_not_depend_on_how_much_was_told() -> None:
    """Up to what the window has room for; more makes it higher, and nothing is cut off."""
    assert size(window(["one"], "")) == size(window(["one"] * LINES, ""))
    assert text(window(["one"] * (LINES + 5), "")).count("one") == LINES + 5


def test_nothing_is_loaded_from_elsewhere() -> None:
    """Pages that show the figure as an image would not load it."""
    figure = window(["one"], "")
    assert "http" not in figure.replace(XMLNS, "")
    assert "@import" not in figure
    assert shapes(figure, "image") == []
