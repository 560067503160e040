"""What one record of the switch log says: a sentence for a person, and the record for a machine."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.records.kinds import CANARY, CANARY_END, ROLLBACK, SWITCH

LONGEST_SUBJECT = 99
"""Characters: fewer than 100, no line breaks, no control characters (SNS API reference, Publish, Subject)."""

DONE = {SWITCH: "switched", ROLLBACK: "rolled back", CANARY_END: "ended a canary:"}
"""How a move is told that was made, by its kind."""

BEGINNING = re.compile(r"^refused[^:]*: ")
"""How a refusal's text begins, which the sentence says already."""

ENDING = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")
"""What can't stand in one line."""


@dataclass(frozen=True)
class Notice:
    """One RECORD of the switch log, as `SwitchLog.write` made it, of the stack STACK of SERVICE."""

    service: str
    stack: str
    record: Mapping[str, Any]

    @property
    def event(self) -> str:
        """The record's event: `switched`, `not verified`, `refused` or `accepted`."""
        return str(self.record.get("event", "unknown"))

    @property
    def summary(self) -> str:
        """One line of any length.

        Such as `shop router: switched blue (1.0.0) -> green (1.1.0), 3.2 s, by ada@laptop`.
        """
        took, who = (self.record.get("seconds") or {}).get("total"), str(self.record.get("who", "unknown"))
        said = [self._what(), *([f"{took:.1f} s"] if took is not None else []), f"by {who.partition(' ')[0]}"]
        reason = self._reason()
        line = f"{self.service} {self.stack}: {', '.join(said)}" + (f": {reason}" if reason else "")
        return ENDING.sub(" ", line).strip()

    @property
    def subject(self) -> str:
        """The summary as SNS takes it: printable ASCII, at most LONGEST_SUBJECT characters."""
        text = self.summary.encode("ascii", "replace").decode()
        return text if len(text) <= LONGEST_SUBJECT else f"{text[: LONGEST_SUBJECT - 3]}..."

    def to_json(self) -> str:
        """The record with `summary`, `service` and `stack` beside its facts, as a document."""
        document = {"summary": self.summary, "service": self.service, "stack": self.stack, **self.record}
        return json.dumps(document, indent=2, sort_keys=True, default=str)

    def _what(self) -> str:
        match self.event:
            case "switched":
                return self._done()
            case "not verified":
                return f"NOT VERIFIED: {self._done()}"
            case "refused" | "accepted":
                return f"{self.event} {self._meant()}"
            case _:
                return self.event

    def _done(self) -> str:
        kind = str(self.record.get("kind", SWITCH))
        return self._canary() if kind == CANARY else f"{DONE.get(kind, DONE[SWITCH])} {self._move()}"

    def _meant(self) -> str:
        """What was refused, or accepted."""
        if self.record.get("what") == "change":
            return f"change of {self._named('color')}"
        if "to" not in self.record:
            return SWITCH
        kind = str(self.record.get("kind", SWITCH))
        return self._canary() if kind == CANARY else f"{kind} {self._move()}"

    def _move(self) -> str:
        return f"{self._named('from')} -> {self._named('to')}"

    def _canary(self) -> str:
        shares: Mapping[str, int] = self.record.get("weights") or self.record.get("declared") or {}
        return "canary " + ", ".join(f"{self._release_of(color)} {share} %" for color, share in shares.items())

    def _named(self, role: str) -> str:
        return self._release_of(str(self.record.get(role, "unknown")))

    def _release_of(self, color: str) -> str:
        release = (self.record.get("releases") or {}).get(color)
        return f"{color} ({release})" if release else color

    def _reason(self) -> str:
        found = self.record.get("reason") or "; ".join(self.record.get("problems") or ())
        return BEGINNING.sub("", str(found))
