"""A picture of a set as JSON: what docs/status.schema.json publishes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ops.durations import iso

if TYPE_CHECKING:
    from ops.picture import ColorPicture, Picture

VERSION = 1
"""Rises when a field changes its meaning or goes; a new field does not raise it."""


def as_json(picture: Picture) -> dict[str, Any]:
    """PICTURE as a document; times are ISO 8601 in UTC, weights percent, durations seconds."""
    soak, rollback = picture.soak, picture.rollback
    return {
        "version": VERSION,
        "taken": iso(picture.taken),
        "router": picture.router,
        "url": picture.url,
        "colors": {color.value: _color(each) for color, each in picture.colors.items()},
        "soak": None if soak is None else {"color": soak.color.value, "until": iso(soak.until), "reason": soak.reason},
        "rollback": {
            "to": None if rollback.color is None else rollback.color.value,
            "release": rollback.release,
            "possible": rollback.possible,
            "reasons": list(rollback.reasons),
            "healthy": rollback.healthy,
            "registered": rollback.registered,
            "seconds": rollback.seconds,
            "unparking": None if rollback.unparking is None else {"seconds": rollback.unparking.seconds},
        },
        "locks": None
        if picture.locks is None
        else [{"stack": lock.stack, "holder": lock.holder, "since": iso(lock.since)} for lock in picture.locks],
        "drift": list(picture.drift),
        "bad_releases": list(picture.bad_releases),
    }


def _color(each: ColorPicture) -> dict[str, Any]:
    return {
        "stack": each.stack,
        "exists": each.exists,
        "role": each.role,
        "release": each.release,
        "declared_release": each.declared_release,
        "bad": each.bad,
        "parked": each.parked,
        "healthy": each.healthy,
        "registered": each.registered,
        "not_healthy": dict(each.not_healthy),
        "capacity": asdict(each.capacity),
        "weight": {"live": each.live, "declared": each.declared},
        "since": iso(each.since),
        "under_way": each.under_way,
    }
