"""A page of Markdown: its links and anchors, and the sessions that it shows, each with the situation it begins in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

SESSION = "console"
"""The language of a fenced block whose lines with `$ ` are run; the others are what must be printed, in this order."""

PROMPT = "$ "

ENDED = re.compile(r"\[exit code (\d+)\]")
"""The last line of what a command prints that ends with another exit code than 0."""

COMMENT = re.compile(r"<!-- (?:situation: (?P<name>[a-z-]+)(?P<nightly>, nightly)?|over) -->")
"""Hidden from readers: the situation that what follows begins in, long ones marked; or that it shows the end of all."""


@dataclass(frozen=True)
class Command:
    """One command of a session: its LINE on the page, its TEXT, what must be printed, and the exit code."""

    line: int
    text: str
    printed: tuple[str, ...]
    code: int


@dataclass
class Part:
    """Sessions that begin in SITUATION; NIGHTLY where they take too long for every change."""

    situation: str
    nightly: bool
    sessions: list[list[Command]] = field(default_factory=list[list[Command]])


@dataclass(frozen=True)
class Played:
    """What is to be run of a page, in its order; OVER shows after each part that its trouble is over."""

    parts: list[Part]
    over: Part


def tokens(page: Path) -> list[Token]:
    """What PAGE is made of, tables too."""
    return MarkdownIt("commonmark").enable("table").parse(page.read_text())


def read(page: Path) -> Played:
    """What PAGE shows. Raises ValueError for a session before the first situation."""
    played = Played([], Part("over", nightly=False))
    part: Part | None = None
    for token in tokens(page):
        if token.type == "html_block" and (comment := COMMENT.match(token.content)):
            part = Part(comment["name"], bool(comment["nightly"])) if comment["name"] else played.over
            if part is not played.over:
                played.parts.append(part)
        elif token.type == "fence" and token.info == SESSION:
            first = (token.map or [0])[0] + 2
            if part is None:
                raise ValueError(f"{page.name}, line {first}: no situation")
            part.sessions.append(list(_commands(token.content, first)))
    return played


def _commands(text: str, first: int) -> Iterator[Command]:
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith(PROMPT)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        printed = lines[start + 1 : end]
        ended = ENDED.fullmatch(printed[-1]) if printed else None
        kept = tuple(printed[:-1] if ended else printed)
        yield Command(first + start, lines[start].removeprefix(PROMPT), kept, int(ended[1]) if ended else 0)


def links(page: Path) -> list[str]:
    """Where PAGE's links and pictures lead."""
    inside = [child for token in tokens(page) for child in token.children or []]
    found = [str(child.attrs.get("href") or child.attrs.get("src") or "") for child in inside]
    return [target for target in found if target]


def anchors(page: Path) -> set[str]:
    """The anchors of PAGE's headings, as GitHub makes them (GitHub docs, "Basic writing and formatting syntax")."""
    found: set[str] = set()
    all_tokens = tokens(page)
    for opened, inline in pairwise(all_tokens):
        if opened.type == "heading_open":
            slug = re.sub(r"[^\w\- ]", "", "".join(_texts(inline)).lower()).replace(" ", "-")
            count = sum(1 for each in found if re.fullmatch(rf"{re.escape(slug)}(-\d+)?", each))
            found.add(f"{slug}-{count}" if count else slug)
    return found


def spans(page: Path, column: str) -> Iterator[str]:
    """The code spans in cells of COLUMN of PAGE's tables."""
    heads: list[str] = []
    position = 0
    all_tokens = tokens(page)
    for token, inline in pairwise(all_tokens):
        if token.type == "thead_open":
            heads = []
        elif token.type == "tr_open":
            position = 0
        elif token.type == "th_open":
            heads.append("".join(_texts(inline)))
        elif token.type == "td_open":
            if heads[position] == column:
                yield from (child.content for child in inline.children or [] if child.type == "code_inline")
            position += 1


def _texts(inline: Token) -> Iterator[str]:
    return (child.content for child in inline.children or [] if child.type in {"text", "code_inline"})
