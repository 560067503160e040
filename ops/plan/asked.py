"""What a plan asks of AWS: the gate's verdict, and whether the way back is open afterwards. Nothing is changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from components.color import Color, gains
from components.listener import weights_in
from components.records.active_record import follow
from components.records.release_record import ReleaseRecord
from components.switch.concurrency import Before
from components.switch.ready_for_traffic import Need, shortfalls_in_need
from components.switch.verdict import judge
from ops.aws_problems import looking
from ops.plan.report import GateAnswer, WayBack
from ops.plan.shares import writes_weights
from ops.way_back import way_back, why_none

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.records.records import Records
    from ops.look import Seen
    from ops.plan.report import ColorPlan
    from ops.plan.shares import Shares
    from ops.plan.steps import Forward
    from ops.stacks import Stacks

NOT_TRIED = "smoke_paths and gate_command are tried by the update itself, not by a plan"


def ask_gate(stacks: Stacks, seen: Seen | None, shares: Shares, forward: Forward | None) -> GateAnswer:
    """What the gate of an update would say now. Raises Problem when AWS can't be asked."""
    if seen is None or forward is None or not writes_weights(forward):
        return GateAnswer(asked=False)
    gaining = tuple(color for color in Color if gains(shares.known, shares.then, color))
    held = weights_in(forward.held, stacks.target_groups) if forward.held else None
    with looking(stacks.router):
        verdict = judge(
            stacks.switching(shares.then), stacks.listener, Before(shares.known, held), gaining, seen.records
        )
    gate = stacks.settings.gate
    tried = (NOT_TRIED,) if verdict.passes and verdict.moves and (gate.smoke_paths or gate.command) else ()
    return GateAnswer(asked=True, reasons=(*verdict.conflicts, *verdict.shortfalls), notes=(*verdict.notes, *tried))


def way_back_after(
    stacks: Stacks, seen: Seen | None, shares: Shares, colors: Sequence[ColorPlan], *, refused: bool
) -> WayBack:
    """Whether all traffic could go back once COLORS and the weights are as planned, by what was SEEN now.

    Where the plan is REFUSED everything stays, so that it is whether it could go back now. Raises Problem when AWS
    can't be asked.
    """
    if seen is None:
        return WayBack(None, None, 0, 0, ("nothing was deployed yet, so there is nothing to go back to",))
    records, live = seen.records, seen.live
    if not refused:
        records, live = _records_after(stacks, records, shares, colors), shares.then
        stacks = replace(stacks, outputs={**stacks.outputs, "weights": {each.value: live[each] for each in Color}})
    with looking(stacks.router):
        color = way_back(stacks, records, live)
    if color is None:
        return WayBack(None, None, 0, 0, (why_none(records),))
    plan = next(each for each in colors if each.color is color)
    health, need = seen.health[color], Need(stacks.settings.min_targets, stacks.settings.capacity_ratio)
    reasons = shortfalls_in_need(health, seen.health[color.other].healthy, need)
    if plan.parked[0 if refused else 1]:
        reasons.insert(0, f"{color.value} is parked")
    elif plan.touched and not refused:
        reasons.insert(0, f"{color.value} itself changes, so that its health is not known before that is done")
    return WayBack(color, records.release(color), health.healthy, health.registered, tuple(reasons))


def _records_after(stacks: Stacks, records: Records, shares: Shares, colors: Sequence[ColorPlan]) -> Records:
    """RECORDS as the updates will leave them: first what the colors run, then where the traffic goes."""
    releases = dict(records.releases)
    for each in colors:
        before, after = each.releases
        if after is not None and after != before:
            known = releases.get(each.color) or ReleaseRecord(after, "", "", "")
            releases[each.color] = replace(known, release=after)
    moved = dict(shares.known) != dict(shares.then)
    names = {color: record.release for color, record in releases.items()}
    active = follow(records.active, stacks.settings.active_color, names) if moved else records.active
    return replace(records, active=active, releases=releases)
