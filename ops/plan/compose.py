"""From previews and what was seen to the report: pure but for the two answers that it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from components.color import Color, gains_most, moved
from components.guard.protection import REFUSED
from ops.look import role_of
from ops.plan.level import level_of
from ops.plan.report import ColorPlan, GateAnswer, Moves, Report, StackPlan, WayBack
from ops.plan.sentence import drifted, sentence
from ops.plan.shares import beside
from ops.plan.steps import ENGINES_OWN, Preview

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ops.look import Seen
    from ops.plan.report import Cost
    from ops.plan.shares import Shares
    from ops.stacks import Stacks

NO_PREVIEW = Preview()


@dataclass(frozen=True)
class Facts:
    """What a plan rests on: STACKS, previews by stack, what AWS has (None without a router), and the weights."""

    stacks: Stacks
    previews: Mapping[str, Preview]
    seen: Seen | None
    shares: Shares

    @property
    def router(self) -> Preview:
        """The router's preview."""
        return self.previews[self.stacks.router]


def color_plans(facts: Facts) -> tuple[ColorPlan, ...]:
    """Both colors, before and after."""
    return tuple(_color(facts, color) for color in Color)


def compose(facts: Facts, colors: tuple[ColorPlan, ...], gate: GateAnswer, way_back: WayBack, cost: Cost) -> Report:
    """The report of FACTS, with what the GATE says, whether the WAY_BACK is open afterwards, and the COST."""
    stacks = tuple(_stack(name, preview) for name, preview in facts.previews.items())
    first, more = facts.seen is None, bool(beside(facts.stacks, facts.router))
    moves = None if first or facts.router.errors else _moves(facts, colors)
    refusals = [f"{each.stack}: {_reason(error)}" for each in stacks for error in each.errors[:1]]
    refusals = [*(gate.reasons if gate.refuses else ()), *refusals]
    return Report(
        router=facts.stacks.router,
        level=level_of(colors, moves, refused=is_refused(facts, gate), beside=more),
        sentence=sentence(moves, colors, refusals, beside=more, first=first, stuck=_is_stuck(facts, gate)),
        moves=moves,
        drifted=not first and drifted(colors),
        colors=colors,
        gate=gate,
        way_back=way_back,
        stacks=stacks,
        cost=cost,
    )


def is_refused(facts: Facts, gate: GateAnswer) -> bool:
    """Whether an update of any stack would fail without a change."""
    return gate.refuses or _is_stuck(facts, gate) or any(each.errors for each in facts.previews.values())


def _is_stuck(facts: Facts, gate: GateAnswer) -> bool:
    """Whether the router's update would only fail at its end, where it looks for live weights that nobody declared."""
    return not gate.asked and dict(facts.shares.live) != dict(facts.shares.known)


def _color(facts: Facts, color: Color) -> ColorPlan:
    stacks, seen, shares = facts.stacks, facts.seen, facts.shares
    name, settings = stacks.names[color], stacks.environments.get(color)
    preview = facts.previews.get(name)
    record = seen.records.releases.get(color) if seen else None
    touched = any(not step.type.startswith(ENGINES_OWN) for step in (preview or NO_PREVIEW).steps)
    changes = settings is not None and preview is not None and touched and not preview.errors
    runs, parked = record.release if record else None, bool(record and record.parked)
    health, declared = seen.health[color] if seen else None, stacks.settings.active_color
    return ColorPlan(
        color=color,
        stack=name,
        planned=preview is not None,
        roles=(role_of(color, shares.live, declared), role_of(color, shares.then, declared)),
        releases=(runs, settings.release if changes and settings else runs),
        parked=(parked, settings.parked if changes and settings else parked),
        healthy=health.healthy if health else 0,
        registered=health.registered if health else 0,
        live=shares.live[color],
        known=shares.known[color],
        then=shares.then[color],
        touched=touched,
    )


def _moves(facts: Facts, colors: Sequence[ColorPlan]) -> Moves | None:
    """What the update moves; live weights that nobody declared are not moved by an update that declares nothing new."""
    live, then = facts.shares.live, facts.shares.then
    percent = moved(live, then)
    if dict(facts.shares.known) == dict(then) or not percent:
        return None
    to = gains_most(live, then)
    named = {each.color: each.named for each in colors}
    return Moves(percent, named[to.other], named[to], to)


def _stack(name: str, preview: Preview) -> StackPlan:
    return StackPlan(name, preview.steps, preview.unchanged, preview.errors)


def _reason(error: str) -> str:
    return error.removeprefix(f"{REFUSED}: ")
