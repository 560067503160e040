"""What the tables of the runbooks say that the program says, it says."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.pages.page import spans

ROOT = Path(__file__).resolve().parent.parent.parent.parent

PAGES = sorted((ROOT / "docs" / "runbooks").glob("*.md"))

SAYS = "it says"
"""The head of the column with the program's words."""

VARIES = "…"

NAMED = re.compile(r"\{\w*\}")
"""What `str.format` fills in."""


@cache
def _messages() -> tuple[str, ...]:
    """The texts in the program's code, `…` in place of what is filled in."""
    files = [file for folder in ("components", "ops") for file in (ROOT / folder).rglob("*.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text()))]
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    told = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in docstrings]
    constants = [node.value for node in told if isinstance(node.value, str)]
    formatted = ["".join(map(_piece, node.values)) for node in nodes if isinstance(node, ast.JoinedStr)]
    return tuple(NAMED.sub(VARIES, text) for text in (*constants, *formatted))


def _piece(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else VARIES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_quoted_words_are_the_program_s(page: Path) -> None:
    """Each stands in its code, where what varies is filled in; sessions are held to it by running them."""
    quoted = list(spans(page, SAYS))
    assert quoted or page.stem == "stuck-lock"
    assert [words for words in quoted if not any(words in message for message in _messages())] == []
