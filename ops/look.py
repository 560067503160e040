"""One look at a set of stacks: what AWS has now beside what was declared. Changes nothing and takes no lock."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from components.color import Color, describe
from components.guard.soak import hold
from components.readiness import HEALTHY
from components.records.records import Records, read_records
from components.switch.color_health import ColorHealth, Fleet, look_at_color, look_at_fleets
from components.traffic import listener_weights
from ops.aws_problems import looking
from ops.drifts import traffic_words
from ops.picture import ACTIVE, CANARY, IDLE, Capacity, ColorPicture, Lock, Picture, Soak
from ops.way_back import look_back

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ops.stacks import Stacks


@dataclass(frozen=True)
class Seen:
    """What AWS answered: records, fleets and health by color, and the listener's weights."""

    records: Records
    fleets: Mapping[Color, Fleet]
    health: Mapping[Color, ColorHealth]
    live: Mapping[Color, int]


def see(stacks: Stacks) -> Seen:
    """Ask AWS for everything once; raises Problem when it can't be asked."""
    with looking(stacks.router):
        records = read_records(stacks.record_names, strict=False)
        fleets = look_at_fleets(records)
        health = {color: look_at_color(color, stacks.target_groups[color], records, fleets) for color in Color}
        return Seen(records, fleets, health, listener_weights(stacks.listener, stacks.target_groups))


def take_picture(stacks: Stacks, locks: Callable[[], tuple[Lock, ...] | None]) -> Picture:
    """The set as it is now; LOCKS are asked of the backend meanwhile. Raises Problem when AWS can't be asked."""
    seen, now = see(stacks), datetime.now(UTC)
    record = seen.records.active
    return Picture(
        taken=now,
        router=stacks.router,
        url=stacks.url,
        colors={color: _color(stacks, seen, color) for color in Color},
        soak=_soak(stacks, seen.records, now),
        rollback=look_back(stacks, seen.records, seen.health, seen.live),
        locks=locks(),
        drift=tuple(told_drift(seen.live, stacks)),
        bad_releases=record.bad if record else (),
    )


def told_drift(live: Mapping[Color, int], stacks: Stacks) -> list[str]:
    """What of the traffic is not as declared, in one line each."""
    told: list[str] = []
    if dict(live) != stacks.known:
        told.append(traffic_words(live, stacks.known))
    if stacks.declared != stacks.known:
        waiting = f"the file says {describe(stacks.declared)}, and that was not applied yet"
        told.append(f"traffic: {waiting}: pulumi up --stack {stacks.router}")
    return told


def _color(stacks: Stacks, seen: Seen, color: Color) -> ColorPicture:
    settings, records = stacks.environments.get(color), seen.records
    health, fleet, record = seen.health[color], seen.fleets.get(color), records.releases.get(color)
    intent, release = records.open_intent(color), records.release(color)
    return ColorPicture(
        color=color,
        stack=stacks.names[color],
        exists=settings is not None,
        role=role_of(color, seen.live, stacks.settings.active_color),
        release=release,
        declared_release=settings.release if settings else None,
        parked=record.parked if record else bool(settings and settings.parked),
        healthy=health.healthy,
        registered=health.registered,
        not_healthy=Counter(state for state in health.states.values() if state != HEALTHY),
        capacity=Capacity(
            settings.capacity.minimum if settings else None,
            settings.capacity.maximum if settings else None,
            fleet.desired if fleet else 0,
            fleet.in_service if fleet else 0,
        ),
        live=seen.live[color],
        declared=stacks.declared[color],
        since=records.changed,
        under_way=intent.describe() if intent else None,
        bad=records.active is not None and records.active.marks_bad(color, release),
    )


def role_of(color: Color, live: Mapping[Color, int], declared: Color) -> str:
    """What COLOR is by the LIVE weights; at half and half the DECLARED color is the active one."""
    share, other = live.get(color, 0), live.get(color.other, 0)
    if share == 0:
        return IDLE
    return ACTIVE if (share, color is declared) > (other, color.other is declared) else CANARY


def _soak(stacks: Stacks, records: Records, now: datetime) -> Soak | None:
    drain = int(stacks.outputs.get("drain_seconds") or 0)
    for color in Color:
        # Each color's own guard decides, so its own setting counts.
        settings = stacks.environments.get(color) or stacks.settings
        held = hold(records.active, records.changed, color, soak=settings.soak, drain=drain, now=now)
        if held:
            return Soak(color, held.until, held.reason)
    return None
