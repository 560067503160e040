"""What keeps a color from being destroyed, by the guard's own rule: as it is now, and as a switch would leave it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from components.guard.soak import hold
from components.records.active_record import follow

if TYPE_CHECKING:
    from components.color import Color
    from components.guard.soak import Hold
    from components.records.active_record import ActiveRecord
    from components.records.records import Records
    from ops.stacks import Stacks


def held(stacks: Stacks, records: Records, color: Color) -> Hold | None:
    """What keeps COLOR of STACKS as it is now; None where nothing does, or its stack accepts that it goes."""
    if stacks.environments[color].allow_live_change == color.at(records.release(color)):
        return None
    return _hold(stacks, records.active, records.changed, color)


def after_switch(stacks: Stacks, records: Records, target: Color) -> Hold | None:
    """What a switch to TARGET at this moment would keep the other color for."""
    releases = {color: stacks.environments[color].release for color in (target, target.other)}
    return _hold(stacks, follow(records.active, target, releases), datetime.now(UTC), target.other)


def _hold(stacks: Stacks, active: ActiveRecord | None, changed: datetime | None, color: Color) -> Hold | None:
    drain = int(stacks.outputs.get("drain_seconds") or 0)
    soak = stacks.environments[color].soak
    return hold(active, changed, color, soak=soak, drain=drain, now=datetime.now(UTC))
