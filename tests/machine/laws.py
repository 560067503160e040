"""What no step of ours may do, told from one look before and one after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.machine.sight import COLORS, other

if TYPE_CHECKING:
    from tests.machine.sight import Sight


def hold_over_a_step(before: Sight, after: Sight) -> None:
    """Hold all laws about one `up` or destroy of any stack; BEFORE and AFTER it are shown where one fails."""
    told = f"\nbefore: {before}\nafter: {after}"
    assert sum(after.weights.values()) > 0 or not sum(before.weights.values()), f"nobody is served{told}"
    for color in COLORS:
        _traffic_moves_to_what_is_ready(color, before, after, told)
        _the_fleet_of_a_live_color_stays(color, before, after, told)


def _traffic_moves_to_what_is_ready(color: str, before: Sight, after: Sight, told: str) -> None:
    if _share(after, color) <= _share(before, color):
        return
    harmed = before.colors[other(color)].ready and not before.may_take_over(color)
    assert not harmed, f"traffic was moved to {color}, which was not ready{told}"


def _the_fleet_of_a_live_color_stays(color: str, before: Sight, after: Sight, told: str) -> None:
    was, now = before.colors[color], after.colors[color]
    if not before.weights[color] or was.fleet is None or was.fleet_name not in was.groups:
        return
    assert (now.fleet_name, now.fleet) == (was.fleet_name, was.fleet), f"{color} was live and lost its fleet{told}"
    assert was.fleet_name in now.groups, f"{color} was live and its fleet was taken out of the target group{told}"


def _share(sight: Sight, color: str) -> float:
    total = sum(sight.weights.values())
    return sight.weights[color] / total if total else 0.0
