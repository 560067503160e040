"""What another verb printed into a file, read again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ops.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1
"""Of the documents that are understood."""

WRONG = (KeyError, TypeError, AttributeError, ValueError)
"""What reading a document raises that is another than it should be."""


def read_text(path: Path, printed_by: str) -> str:
    """What PRINTED_BY, a command, printed into PATH; raises Problem where that is nothing."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Problem(f"{path} can't be read: {error}", f"{printed_by} > {path}") from None
    if not text.strip():
        what = f"{path} is empty: {printed_by} could not look, and said why in its own step"
        raise Problem(what, f"{printed_by} > {path}")
    return text


def read_document(path: Path, verb: str) -> dict[str, Any]:
    """What `bluegreen VERB --json` printed into PATH. Raises Problem."""
    text = read_text(path, f"bluegreen {verb} --json")
    try:
        document: Any = json.loads(text)
        if document["version"] != VERSION:
            raise ValueError(f"version {document['version']}, and this is {VERSION}")
    except WRONG as error:
        raise strange(path, verb, error) from None
    return document


def strange(path: Path, verb: str, error: Exception) -> Problem:
    """The problem where PATH is not what `bluegreen VERB --json` prints, as ERROR shows."""
    reason = f"{type(error).__name__}: {error}"
    what = f"{path} is not what bluegreen {verb} --json prints, so no issue was changed ({reason})"
    return Problem(what, f"bluegreen {verb} --json > {path}")
