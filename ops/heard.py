"""What one run of the engine tells in its events: errors, what the program said, and what changed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

UNCHANGED = frozenset({"same", "read", "refresh"})

EMPTY_WORDS = re.compile(
    r"(?:update|preview|destroy) failed"
    r"|an unhandled error occurred: program exited with non-zero exit code: \d+"
)
"""What the engine adds to an error that says more."""

HOOK = re.compile(r'^(?:before|after) hook "[^"]*" failed: ')

STACK = "pulumi:pulumi:Stack"


def event_of(text: str) -> dict[str, Any] | None:
    """The event in one line of the engine's output; None for any other line, and for one that its end cut off."""
    if not text.startswith("{"):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


class Heard:
    """`errors` in the order they came; `changed` resources with their operation.

    `attempted` is whether any resource was changed, or a change of one failed.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        """SAY gets what the program says, as it comes."""
        self._say = say
        self.errors: list[str] = []
        self.changed: list[str] = []
        self.attempted = False

    def line(self, text: str) -> None:
        """Take one line of the engine's output; what is no event is left out."""
        event = event_of(text)
        if event is None:
            return
        if found := event.get("diagnosticEvent"):
            self._diagnostic(str(found.get("severity")), str(found["message"]).strip())
        elif found := event.get("resOutputsEvent"):
            self._outcome(found["metadata"])
        elif "resOpFailedEvent" in event:
            self.attempted = True

    def _diagnostic(self, severity: str, message: str) -> None:
        if severity == "error":
            words = HOOK.sub("", message)
            if not EMPTY_WORDS.fullmatch(words) and words not in self.errors:
                self.errors.append(words)
        elif severity in {"info", "warning"} and message:
            self._say(message)

    def _outcome(self, step: dict[str, Any]) -> None:
        if step["op"] not in UNCHANGED and step["type"] != STACK:
            self.attempted = True
            self.changed.append(f"{step['op']} {step['type']} {step['urn'].rpartition('::')[2]}")
