"""The README says what is so."""

from tools.settings_table import README, with_table


def test_the_settings_table_is_current() -> None:
    """`python -m tools.settings_table` would change nothing."""
    text = README.read_text()
    assert with_table(text) == text
