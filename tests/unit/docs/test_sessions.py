"""A session of a page is read as it is shown, and whatever is not as shown is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages.page import Command, anchors, read
from tests.pages.shell import run

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """# Title, and `code`

<!-- situation: sound, nightly -->
```console
$ echo one; echo two
one
two
$ false
[exit code 1]
```

```sh
not run
```

<!-- over -->
```console
$ true
```
"""


def test_sessions_are_read_with_their_situation_and_the_end_of_all(tmp_path: Path) -> None:
    """Commands, what they print, how they end; blocks of another kind are left out."""
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    played = read(page)
    ((part,), over) = played.parts, played.over
    assert (part.situation, part.nightly) == ("sound", True)
    assert part.sessions == [[Command(5, "echo one; echo two", ("one", "two"), 0), Command(8, "false", (), 1)]]
    assert [command.text for (command,) in over.sessions] == ["true"]
    assert anchors(page) == {"title-and-code"}


def test_what_varies_may_vary_and_lines_between_may_be_left_out(tmp_path: Path) -> None:
    """Variables hold from one command to the next."""
    session = [Command(1, "x=7", (), 0), Command(2, "echo a; echo b$x; echo c", ("a", "b…"), 0)]
    run("page", session, tmp_path, {})


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (Command(1, "echo other", ("one",), 0), "prints no line 'one'"),
        (Command(1, "echo 'one and more'", ("one",), 0), "prints no line 'one'"),
        (Command(1, "echo two; echo one", ("one", "two"), 0), "prints no line 'two'"),
        (Command(1, "false", (), 0), "ended with 1"),
        (Command(1, "exit 0", (), 0), "never ended"),
    ],
    ids=["another", "longer", "order", "code", "exit"],
)
def test_what_is_not_as_shown_is_named(tmp_path: Path, command: Command, told: str) -> None:
    """With the page, the line, and what was printed."""
    with pytest.raises(pytest.fail.Exception, match=told) as failed:
        run("page.md", [command], tmp_path, {})
    assert "page.md, line 1: " in str(failed.value)
