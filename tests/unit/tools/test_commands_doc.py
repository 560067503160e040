"""The reference of `bluegreen` says what `--help` says."""

from __future__ import annotations

import pytest

from ops.app import VERBS
from ops.problem import Code
from ops.verbs import github, local
from tools.commands_doc import DOCUMENT, MEANINGS, document, help_of


def test_the_document_is_current() -> None:
    """Written anew it is the same; if not: python -m tools.commands_doc."""
    assert DOCUMENT.read_text() == document()


EXAMPLES = [
    *((verb.__name__, example) for verb, example in VERBS),
    *((f"github {' '.join(words)}", example) for words, _, example in github.VERBS),
    *((f"local {verb.__name__}", example) for verb, example in local.VERBS),
]


@pytest.mark.parametrize(("verb", "example"), EXAMPLES)
def test_each_verb_has_an_example_that_names_it(verb: str, example: str) -> None:
    """In its help, word for word."""
    assert example.startswith(f"bluegreen {verb}")
    assert f"Example: {example}" in help_of(*verb.split())


def test_every_exit_code_is_explained() -> None:
    """With Pulumi's numbers."""
    assert set(MEANINGS) == set(Code)
    assert [code.value for code in Code] == [0, 1, 2, 4, 6, 7, 8, 9]
