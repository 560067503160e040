"""Text for Markdown that stays text: nothing in it can end a table, open a tag, name a person or run away."""

from __future__ import annotations

import re
import unicodedata

SAFE = frozenset(" .,;/()%'\"-→…")
"""Punctuation that means nothing within a line of GitHub's Markdown."""

CUT = "…"

EMPTY = "(empty)"
"""What stands for nothing: emphasis around nothing is a line across the page."""

TICKS = re.compile("`+")

NAMED = re.compile(r"(?<![^\W_])@|#(?=\d)|\bGH-(?=\d)", re.IGNORECASE)
"""Where GitHub would name a person, a team, or another issue."""

APART = "\u200b"
"""A space of no width after it. GitHub looks for names in the page that it has made, where a character reference is the
character again, so that nothing else helps but a code span (github/markup#1168)."""


def prose(text: str, width: int) -> str:
    """TEXT on one line, at most WIDTH characters of it; what could mean something becomes a character reference.

    References can't stand for structure (CommonMark 0.31.2, "Entity and numeric character references").
    """
    line = NAMED.sub(rf"\g<0>{APART}", _line(text, width) or EMPTY)
    return "".join(_plain(sign, line[index + 1 : index + 2]) for index, sign in enumerate(line))


def code(text: str, width: int) -> str:
    """TEXT as a code span, on one line, at most WIDTH characters of it; not for a table's cell."""
    line = _line(text, width) or EMPTY
    fence = "`" * (max((len(ticks) for ticks in TICKS.findall(line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def _plain(sign: str, following: str) -> str:
    if sign.isalnum() or sign in SAFE or (sign == ":" and not following.isalnum()):
        return sign
    return f"&#{ord(sign)};"


def _line(text: str, width: int) -> str:
    if len(text) > 2 * width:
        text = text[: 2 * width]  # what is long is not read to its end
    # Categories C (control, format such as a change of direction, surrogates) and Z (separators) break lines or hide.
    signs = (" " if sign.isspace() or unicodedata.category(sign)[0] == "Z" else sign for sign in text)
    line = "".join(sign for sign in signs if unicodedata.category(sign)[0] != "C")
    line = line.strip()
    return line if len(line) <= width else line[: max(width - 1, 0)] + CUT
