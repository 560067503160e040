"""The active-color record: what the router last switched to, and from.

An SSM parameter that follows the listener. Its LastModifiedDate and its history are the clock of the soak, so its
value changes in a switch and at no other time.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from components.color import Color

KEPT_BAD = 20
"""Releases marked bad that are remembered: a parameter's value may have 4 KB (Systems Manager, "Parameter tiers")."""


@dataclass(frozen=True)
class ActiveRecord:
    """The active color with its release, the one before, and the releases marked bad (`green@1.1.0`).

    A release is None when the color had no release record at the time of the switch, as at bootstrap. `soak` says that
    the switch went to a release that was not live before, so that the color before it is the way back.
    """

    color: Color
    release: str | None = None
    previous_color: Color | None = None
    previous_release: str | None = None
    bad: tuple[str, ...] = ()
    soak: bool = False

    def is_way_back(self, color: Color, release: str | None) -> bool:
        """Whether a switch to COLOR, which runs RELEASE, is the rollback of the last switch."""
        return self.soak and color is self.previous_color and release is not None and release == self.previous_release

    def marks_bad(self, color: Color, release: str | None) -> bool:
        """Whether RELEASE was rolled back from COLOR once."""
        return color.at(release) in self.bad

    def to_json(self) -> str:
        """The parameter's value; the same text for the same record."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "ActiveRecord":
        """The record in a parameter's value; raises ValueError when TEXT is none."""
        try:
            record = cls(**json.loads(text))
            previous = record.previous_color
            return replace(
                record,
                color=Color(record.color),
                previous_color=None if previous is None else Color(previous),
                bad=tuple(record.bad),
            )
        except TypeError as error:
            raise ValueError(f"not an active-color record: {error}") from error


def follow(
    current: ActiveRecord | None, active: Color, releases: Mapping[Color, str], bad: str | None = None
) -> ActiveRecord:
    """The record for ACTIVE: CURRENT as it is, unless the color changes or BAD (`green@1.1.0`) was not marked yet.

    So the record never changes because a color got another release: only a switch writes it, or whoever marks what a
    canary showed to be bad. A rollback ends a soak and begins none; neither does a switch between equal releases, as
    drills make it.
    """
    record = _follow(current, active, releases)
    if bad is None or bad in record.bad or bad.startswith(active.at("")):
        return record
    # Written without a switch, the record's date begins anew: a soak must not, whose way back got another release.
    before = record.previous_color
    kept = record.soak and before is not None and releases.get(before) == record.previous_release
    return replace(record, bad=(*record.bad, bad)[-KEPT_BAD:], soak=kept)


def _follow(current: ActiveRecord | None, active: Color, releases: Mapping[Color, str]) -> ActiveRecord:
    if current is None:
        return ActiveRecord(active, releases.get(active))
    if current.color is active:
        return current
    release, before = releases.get(active), releases.get(current.color)
    return ActiveRecord(
        color=active,
        release=release,
        previous_color=current.color,
        previous_release=before,
        bad=current.bad,
        soak=release != before and not current.is_way_back(active, release),
    )
