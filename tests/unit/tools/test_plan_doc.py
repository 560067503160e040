"""The document of a plan shows what real previews gave."""

from __future__ import annotations

from tools.plan_doc import DOCUMENT, EXAMPLES, document, pages


def test_the_document_is_that_of_the_pages() -> None:
    """Whoever changes one writes the other: python -m tools.plan_doc."""
    assert DOCUMENT.read_text() == document()


def test_each_page_is_shown() -> None:
    """And none is missing."""
    assert set(pages()) == set(EXAMPLES)
