"""What a watch saw, in words and as a document."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from ops.durations import span
from ops.watching.limits import failures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ops.watching.limits import Rules
    from ops.watching.point import Point
    from ops.watching.watch import Look


def words(look: Look, rules: Rules) -> str:
    """What was seen at LOOK, on one line."""
    seen = measured(look.points, rules.before)
    before = measured(rules.before)
    told = [f"{seen['requests']} requests", f"{seen['failed']} failed"]
    if seen["p99"] is not None:
        usual = f" ({rules.other.value} before: {before['p99'] * 1000:.0f} ms)" if before["p99"] is not None else ""
        told.append(f"p99 {seen['p99'] * 1000:.0f} ms{usual}")
    if seen["healthy"] is not None:
        told.append(f"{seen['healthy']} healthy")
    asked = look.probed.asked
    told.append(f"{look.probed.failed} of {asked} probes failed" if asked else "no probe met it")
    return f"{look.color.value} after {span(look.seconds)}: {', '.join(told)}"


def unseen(look: Look) -> str:
    """Why LOOK says nothing at all."""
    return f"nothing can be seen of {look.color.value}: no metrics came, and the URL can't be reached from here"


def measured(points: Sequence[Point], before: Sequence[Point] = ()) -> dict[str, Any]:
    """What POINTS add up to; p99 (seconds) is the median of theirs, `healthy` the newest, both None where not known.

    What the load balancer itself failed BEFORE is not counted again.
    """
    slow = [point.p99 for point in points if point.p99 is not None]
    healthy = [point.healthy for point in points if point.healthy is not None]
    return {
        "requests": sum(point.requests for point in points),
        "failed": failures(points, before),
        "p99": median(slow) if slow else None,
        "healthy": healthy[-1] if healthy else None,
    }


def document(look: Look, rules: Rules) -> dict[str, Any]:
    """The same for a program; seconds, and percent of nothing."""
    return {
        "color": look.color.value,
        "seconds": round(look.seconds, 2),
        "seen": measured(look.points, rules.before),
        "before": {"color": rules.other.value, **measured(rules.before)},
        "probes": {"asked": look.probed.asked, "failed": look.probed.failed},
        "too_much": list(look.reasons),
    }
