"""Which target of a target group answers a request."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from local.balancer.stickiness import TARGET_COOKIE, set_target_cookie, sticky_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from local.balancer.checks import HealthChecks
    from local.balancer.snapshot import Target, TargetGroup


class Turn(NamedTuple):
    """The target for one request, and the Set-Cookie value that binds the client to it where it shall be bound."""

    target: Target
    cookie: str | None = None


class Rotation:
    """Round robin within each group (ALB guide, "Routing algorithms": the default), unless a cookie names the target.

    A bound client stays with its target while that one gets traffic at all, else it gets another one and a new cookie
    (ALB guide, "Sticky sessions": a target that was deregistered or is unhealthy).
    """

    def __init__(self, checks: HealthChecks) -> None:
        """Begin without groups; CHECKS tell which targets get traffic."""
        self._checks = checks
        self._turns: dict[str, count[int]] = {}

    def see(self, groups: Iterable[str]) -> None:
        """Take in the ARNs of the target groups that there are now."""
        self._turns = {arn: self._turns.get(arn, count()) for arn in groups}

    def turn(self, group: TargetGroup, cookies: Mapping[str, str], now: float) -> Turn | None:
        """Choose the target of GROUP for a request with COOKIES at NOW, unix seconds; None when it has no targets."""
        if not group.targets:
            return None
        keys = self._checks.traffic_targets(group)
        seconds = group.sticky_seconds
        if seconds is None:
            return Turn(group.targets[self._next(group.arn, keys)])
        bound = sticky_target(cookies.get(TARGET_COOKIE), group.arn, keys, now)
        if bound is not None:
            return Turn(group.targets[bound])
        key = self._next(group.arn, keys)
        return Turn(group.targets[key], set_target_cookie(group.arn, key, seconds, now))

    def _next(self, arn: str, keys: list[str]) -> str:
        return keys[next(self._turns[arn]) % len(keys)]
