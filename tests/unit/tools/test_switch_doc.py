"""The document of a switch shows what the tests hand over, and nothing that no test stands for."""

from __future__ import annotations

import pytest

from tools.switch_doc import DOCUMENT, ROOT, TESTS, committed, with_parts

SECTION = "before\n<!-- told: one -->\n\n{}\n\n<!-- /told -->\nafter <!-- told: no part -->\n"


def test_parts_are_replaced_and_nothing_else_is() -> None:
    """A part takes its new text, backslashes and marks of its own included."""
    assert with_parts(SECTION.format("old\n\ntext"), {"one": r"\1 new"}) == SECTION.format(r"\1 new")


def test_a_part_without_a_text_is_an_error() -> None:
    """A text that no test hands over must not stay as it was."""
    with pytest.raises(KeyError):
        with_parts(SECTION.format("old"), {})


def test_the_document_written_anew_from_its_own_parts_is_the_same() -> None:
    """What is read out of it can be put back."""
    text = DOCUMENT.read_text()
    assert with_parts(text, committed()) == text


@pytest.mark.parametrize("name", committed())
def test_each_part_comes_from_a_test(name: str) -> None:
    """Its name stands in one of the test modules that hand texts over, and it holds one."""
    assert any(f'"{name}"' in (ROOT / module).read_text() for module in TESTS)
    assert len(committed()[name]) > 20
