"""What the load balancer measured of one color in one period."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One period, which began at START (unix seconds).

    `requests` reached the color, `errors` of them were answered with 5xx by it; `p99` is in seconds, None without
    requests; `healthy` is the fewest healthy targets seen, None where nothing was published. `all_requests` and
    `balancer_errors` (5xx of the load balancer's own, such as 502 for a target that broke off) are those of the whole
    load balancer: it does not tell them by color.
    """

    start: float
    requests: int = 0
    errors: int = 0
    p99: float | None = None
    healthy: int | None = None
    all_requests: int = 0
    balancer_errors: int = 0
