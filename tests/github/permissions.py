"""What a job's `permissions:` let its token do (GitHub docs, "Permissions required for GitHub Apps")."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

READ, WRITE = "read", "write"

EITHER = ("issues", "pull-requests")
"""A pull request's comments and all labels belong to both; an issue's comments to `issues` alone."""


def needed(path: str, *, on_pull: bool | None) -> tuple[str, ...]:
    """The permissions of which one is enough for PATH, below the repository; none where every token may.

    ON_PULL tells whether the issue or comment that PATH names is a pull request's; None where it names none.
    """
    kind = path.strip("/").partition("/")[0]
    if kind == "issues" and on_pull is not None:
        return EITHER if on_pull else ("issues",)
    return {
        "issues": ("issues",),
        "labels": EITHER,
        "pulls": ("pull-requests",),
        "git": ("contents",),
        "contents": ("contents",),
        "actions": ("actions",),
    }.get(kind, ())


def allow(permissions: Mapping[str, str], wanted: tuple[str, ...], method: str) -> bool:
    """Whether PERMISSIONS, a job's own block, let a request of METHOD pass that asks for one of WANTED."""
    enough = {WRITE} if method != "GET" else {READ, WRITE}
    return not wanted or any(permissions.get(each) in enough for each in wanted)
