"""User data: every placeholder filled once, nothing unknown, nothing too large."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.user_data import LIMIT, LOG_GROUP, UserDataError, environment_lines, read_template, render


def test_placeholders_are_filled() -> None:
    """Blanks inside the braces do not matter; shell's own braces are left alone."""
    assert render("{{ color }} {{release}} ${HOME} {x}", {"color": "blue", "release": "1"}) == "blue 1 ${HOME} {x}"


@given(st.text())
def test_a_value_is_never_looked_into(value: str) -> None:
    """A value that looks like a placeholder stays what it is."""
    text = f"{value}{{{{ color }}}}"
    assert render("{{ app }}", {"app": text, "color": "blue"}) == text


def test_the_log_group_stays_open() -> None:
    """Its name is only known once it exists."""
    assert render("to {{ log_group }}", {}) == f"to {LOG_GROUP}"


def test_too_large_is_refused_with_its_size() -> None:
    """EC2 takes 16 KiB before base64."""
    assert render("x" * LIMIT, {}) == "x" * LIMIT
    with pytest.raises(UserDataError, match=str(LIMIT + 1)):
        render("x" * (LIMIT + 1), {})


def test_an_unknown_placeholder_is_named(tmp_path: Path) -> None:
    """The message says which it is and which there are."""
    template = tmp_path / "user_data.sh"
    template.write_text("#!/bin/bash\n{{ colour }}")
    with pytest.raises(UserDataError, match=r"colour; there are .*color"):
        read_template(template)


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    """The message says which file."""
    with pytest.raises(UserDataError, match=r"missing\.sh can't be read"):
        read_template(tmp_path / "missing.sh")


def test_environment_values_are_quoted() -> None:
    """Quotes, dollars and backslashes reach the application as they are."""
    assert environment_lines({"B": 'say "$x"\\', "A": "1"}) == 'A="1"\nB="say \\"\\$x\\"\\\\"'


def test_the_shipped_template_renders_within_its_limit(request: pytest.FixtureRequest) -> None:
    """The sample release leaves room for a user's variables: at least 2 KB."""
    folder = request.config.rootpath / "app"
    values = {"app": (folder / "app.py").read_text(), "app_env": "x" * 2000}
    assert render(read_template(folder / "user_data.sh"), values)
