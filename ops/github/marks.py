"""How the command line knows again what it wrote: a hidden line at the very start, and a bot's authorship."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ops.plan.markdown import LIMIT

if TYPE_CHECKING:
    from github.NamedUser import NamedUser
    from github.Organization import Organization

BOT = "Bot"
"""The kind of user that a job's token is (REST API, "Users")."""

UNSAFE = re.compile(r"[^\w./-]")
"""What no stack's name holds, and could end a comment of HTML."""

CUT = "(Cut here: GitHub takes no more.)"
FOLD, UNFOLD = "<details>", "</details>"


def mark(kind: str, router: str) -> str:
    """The hidden line of what is of KIND (`plan`, `drift`, …) for the set of ROUTER's stack."""
    return f"<!-- bluegreen: {kind} of {UNSAFE.sub('', router)} -->"


def is_ours(line: str, body: str | None, author: NamedUser | Organization | None) -> bool:
    """Whether BODY by AUTHOR begins with the mark LINE, and is a bot's: who quotes one has not written it."""
    return (body or "").startswith(line) and author is not None and author.type == BOT


def fit(text: str, limit: int = LIMIT) -> str:
    """TEXT, or as many of its lines as LIMIT bytes hold, and that it was cut; folded parts are ended."""
    if len(text.encode()) <= limit:
        return text
    kept: list[str] = []
    room = limit - len(f"\n{UNFOLD}\n\n{CUT}\n".encode())
    for line in text.splitlines():
        room -= len(line.encode()) + 1
        if room < 0:
            break
        kept.append(line)
    told = "\n".join(kept)
    ends = [UNFOLD] if told.count(FOLD) > told.count(UNFOLD) else []
    return "\n".join([told, *ends, "", CUT, ""])
