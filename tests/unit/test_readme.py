"""The README says what is so."""

from pathlib import Path

from tools.settings_table import README, with_table


def test_the_settings_table_is_current() -> None:
    """`python -m tools.settings_table` would change nothing."""
    text = README.read_text()
    assert with_table(text) == text


def test_every_link_leads_somewhere() -> None:
    """Relative links name files that exist."""
    for part in README.read_text().split("](")[1:]:
        target = part.split(")")[0]
        assert target.startswith("http") or Path(README.parent / target).exists(), target
