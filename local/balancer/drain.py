"""Targets that were deregistered and still answer requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from local.balancer.snapshot import Target, TargetGroup


class Drain:
    """Keeps a deregistered target as draining until its last request ended or the delay passed.

    ALB guide, "Edit target group attributes": a draining target gets no new requests; in-flight ones may
    finish until the deregistration delay ends. AWS shows `draining` until the delay ends even when nothing is
    in flight; here it ends with the last request, since no one would wait on a laptop.
    """

    def __init__(self, in_flight: Callable[[str, str], int]) -> None:
        """IN_FLIGHT tells the number of open requests by group ARN and target key."""
        self._in_flight = in_flight
        self._known: dict[str, dict[str, Target]] = {}
        self._draining: dict[tuple[str, str], tuple[Target, float]] = {}

    def see(self, groups: dict[str, TargetGroup], now: float) -> list[Target]:
        """Take in GROUPS as registered at NOW, in seconds; return the targets whose drain has just ended."""
        for arn, known in self._known.items():
            group = groups.get(arn)
            kept = group.targets if group else {}
            delay = group.deregistration_delay if group else 0.0
            for key in known.keys() - kept.keys():
                self._draining[arn, key] = (known[key], now + delay)
        for arn, group in groups.items():
            for key in group.targets:
                self._draining.pop((arn, key), None)
        self._known = {arn: group.targets for arn, group in groups.items()}
        return self._end(now)

    def draining(self) -> Iterator[tuple[str, str]]:
        """Group ARN and key of every draining target."""
        yield from self._draining

    def _end(self, now: float) -> list[Target]:
        ended = [
            name for name, (_, deadline) in self._draining.items() if now >= deadline or not self._in_flight(*name)
        ]
        return [self._draining.pop(name)[0] for name in ended]
