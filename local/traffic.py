"""Who answers: the balancer's counts between two looks, beside weights and health."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HEALTHY = "healthy"

FAILED = "5"
"""How the status of an answer begins that counts as a failure."""

COLOR = re.compile(r"(blue|green)\b")


@dataclass(frozen=True)
class Look:
    """What the control API said at TIME (unix seconds): counts since the local AWS started."""

    time: float
    requests: Mapping[str, int]
    failures: int
    groups: tuple[dict[str, Any], ...]
    weights: Mapping[str, int]

    @classmethod
    def of(cls, ask: Callable[[str], dict[str, Any]], time: float) -> Look:
        """Take one with ASK, which gets a path of the control API."""
        counts, listeners = ask("traffic"), ask("edge")["listeners"]
        return cls(
            time,
            counts["requests"],
            sum(count for status, count in counts["status"].items() if status.startswith(FAILED)),
            tuple(sorted(ask("targets")["target_groups"], key=lambda group: group["name"])),
            {arn: weight for each in listeners for arn, weight in each["weights"].items()},
        )


@dataclass(frozen=True)
class GroupTraffic:
    """One target group over some seconds.

    `color` is None where its name says none, `share` the percent of all requests, `weight` None where no listener's
    default action names it.
    """

    name: str
    color: str | None
    requests: int
    per_second: float
    share: float
    weight: int | None
    healthy: int
    registered: int


@dataclass(frozen=True)
class Traffic:
    """All target groups over `seconds` up to `time` (unix seconds); `failures` are answers with a status of 5xx."""

    time: float
    seconds: float
    requests: int
    failures: int
    groups: tuple[GroupTraffic, ...]

    @property
    def per_second(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


def between(before: Look, after: Look) -> Traffic:
    """What passed between two looks, BEFORE and AFTER; a balancer that started anew meanwhile counts from 0."""
    seconds = max(after.time - before.time, 0.001)
    counts = {group["arn"]: _grown(group["arn"], before, after) for group in after.groups}
    total = sum(counts.values())
    groups = tuple(_group(each, counts[each["arn"]], total, seconds, after.weights) for each in after.groups)
    failures = after.failures - before.failures
    return Traffic(after.time, seconds, total, failures if failures >= 0 else after.failures, groups)


def _grown(arn: str, before: Look, after: Look) -> int:
    now = after.requests.get(arn, 0)
    grown = now - before.requests.get(arn, 0)
    return grown if grown >= 0 else now


def _group(group: dict[str, Any], count: int, total: int, seconds: float, weights: Mapping[str, int]) -> GroupTraffic:
    color = COLOR.match(group["name"])
    states = [target["state"] for target in group["targets"]]
    return GroupTraffic(
        name=group["name"],
        color=color[1] if color else None,
        requests=count,
        per_second=count / seconds,
        share=100 * count / total if total else 0.0,
        weight=weights.get(group["arn"]),
        healthy=states.count(HEALTHY),
        registered=len(states),
    )
