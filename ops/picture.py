"""A set of stacks as a person needs to see it: every number that `status` shows, and nothing about how it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from components.color import Color
    from ops.unparking import Unparking

ACTIVE, CANARY, IDLE = "active", "canary", "idle"
"""Roles: has most of the live traffic; has some beside the active one; has none."""


@dataclass(frozen=True)
class Capacity:
    """Instances: declared `minimum` and `maximum` (None without a stack), wanted now, and in service now."""

    minimum: int | None
    maximum: int | None
    desired: int
    in_service: int


@dataclass(frozen=True)
class ColorPicture:
    """One color.

    `release` is what runs (None where nothing was ever proven), `declared_release` what its stack's file says (None
    without a stack). Weights are percent: `live` as AWS has it, `declared` as the router's file says. `since` is when
    it got its role: at the last switch. `not_healthy` counts targets by state. `under_way` is a deployment's or
    teardown's own words.
    """

    color: Color
    stack: str
    exists: bool
    role: str
    release: str | None
    declared_release: str | None
    parked: bool
    healthy: int
    registered: int
    not_healthy: Mapping[str, int]
    capacity: Capacity
    live: int
    declared: int
    since: datetime | None
    under_way: str | None
    bad: bool = False


@dataclass(frozen=True)
class Soak:
    """Until when COLOR must stay as it is, and why."""

    color: Color
    until: datetime
    reason: str


@dataclass(frozen=True)
class Rollback:
    """Whether all traffic could go back to COLOR now; `reasons` say why not.

    COLOR is None where there is nothing to go back to. `seconds` is what the last switch took, None where no record
    says it. `unparking` comes before it where the color is parked, else it is None.
    """

    color: Color | None
    release: str | None
    healthy: int
    registered: int
    seconds: float | None
    reasons: tuple[str, ...] = ()
    unparking: Unparking | None = None

    @property
    def possible(self) -> bool:
        """Whether the gate would let it pass now."""
        return self.color is not None and not self.reasons


@dataclass(frozen=True)
class Lock:
    """Who holds a stack's lock: `holder` as the backend words it, `since` where it says so."""

    stack: str
    holder: str
    since: datetime | None = None


@dataclass(frozen=True)
class Picture:
    """A whole set at the moment `taken`. `locks` is None where the backend does not tell.

    `drift` is what a glance shows without a refresh: weights that are not as declared. `url` is where clients go.
    """

    taken: datetime
    router: str
    url: str
    colors: Mapping[Color, ColorPicture]
    soak: Soak | None
    rollback: Rollback
    locks: tuple[Lock, ...] | None
    drift: tuple[str, ...]
    bad_releases: tuple[str, ...] = ()
