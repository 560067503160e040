"""The report of a plan: every fact that a person or a program reads, and nothing about how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from components.color import Color
    from ops.plan.level import Level
    from ops.plan.steps import Step


@dataclass(frozen=True)
class Moves:
    """PERCENT of the live traffic goes from SOURCE to TARGET; each with what it runs, `blue (1.0.0)`."""

    percent: int
    source: str
    target: str
    to: Color


@dataclass(frozen=True)
class ColorPlan:
    """One color, before the change and after it.

    Weights are percent: `live` as AWS has it, `known` as the state has it (declared now), `then` as the file declares.
    A release is None where nothing was ever proven. `touched` is whether its own stack changes, `planned` whether that
    was previewed: a stack that does not exist is not.
    """

    color: Color
    stack: str
    planned: bool
    roles: tuple[str, str]
    releases: tuple[str | None, str | None]
    parked: tuple[bool, bool]
    healthy: int
    registered: int
    live: int
    known: int
    then: int
    touched: bool

    @property
    def serves(self) -> bool:
        """Whether it gets live traffic, now or then."""
        return self.live > 0 or self.then > 0

    @property
    def named(self) -> str:
        """`green (1.1.0)`, by what it runs now."""
        return f"{self.color.value} ({self.releases[0]})" if self.releases[0] else self.color.value


@dataclass(frozen=True)
class GateAnswer:
    """What the gate would say now: `asked` only where the update writes weights."""

    asked: bool
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def refuses(self) -> bool:
        """Whether it would let nothing pass."""
        return self.asked and bool(self.reasons)


@dataclass(frozen=True)
class WayBack:
    """Whether all traffic could go back to COLOR once this is done; COLOR is None where there is no way back."""

    color: Color | None
    release: str | None
    healthy: int
    registered: int
    reasons: tuple[str, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether the gate's rule for a rollback holds."""
        return self.color is not None and not self.reasons


@dataclass(frozen=True)
class StackPlan:
    """What changes in one stack: `steps` in the order of a report, `errors` where its preview was refused."""

    stack: str
    steps: tuple[Step, ...]
    unchanged: int
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fleet:
    """Instances of one color after the change; `hourly` is None where the table has no price for the type."""

    color: Color
    type: str
    instances: int
    hourly: Decimal | None


@dataclass(frozen=True)
class Cost:
    """Instance hours by a price table of DATE for REGION; `idle` is the color without traffic, None where both have."""

    region: str
    currency: str
    date: str
    source: str
    fleets: tuple[Fleet, ...]
    idle: Color | None

    @property
    def both(self) -> Decimal | None:
        """An hour of both colors; None where one has no price."""
        known = [each.hourly for each in self.fleets if each.hourly is not None]
        return sum(known, start=known[0] * 0) if known and len(known) == len(self.fleets) else None


@dataclass(frozen=True)
class Report:
    """All of a plan. `drifted` is whether live weights are not those that the state knows."""

    router: str
    level: Level
    sentence: str
    moves: Moves | None
    drifted: bool
    colors: tuple[ColorPlan, ...]
    gate: GateAnswer
    way_back: WayBack
    stacks: tuple[StackPlan, ...]
    cost: Cost
