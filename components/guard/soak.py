"""The soak: for a time after a switch to a new release, the color before it is the way back and must stay."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from components.color import Color
from components.records.active_record import ActiveRecord


@dataclass(frozen=True)
class Hold:
    """Until when, and why, a color that carries no traffic must stay as it is."""

    until: datetime
    reason: str


def hold(  # noqa: PLR0913  all of it decides
    active: ActiveRecord | None, changed: datetime | None, color: Color, *, soak: int, drain: int, now: datetime
) -> Hold | None:
    """What keeps COLOR at NOW, or None; SOAK and DRAIN in seconds.

    ACTIVE is the active-color record and CHANGED when it was written last: at the last switch. Only the previous color
    is ever held: while it soaks, which a switch to a release begins that was not live before, and while clients that
    it answered before the switch may come back to it.
    """
    if active is None or changed is None or active.previous_color is not color:
        return None
    holds = [Hold(changed + timedelta(seconds=drain), "clients that it answered before the switch may come back to it")]
    if active.soak:
        reason = f"it is the way back from {active.color.value} ({active.release}) until the soak ends"
        holds.insert(0, Hold(changed + timedelta(seconds=soak), reason))
    longest = max(holds, key=lambda held: held.until)
    return longest if longest.until > now else None
