"""Three independent counts of the same requests: the clients', the balancer's, and the instances' own."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from demo.load import Load
    from local.client import LocalAws

PATIENCE = 5.0
"""Seconds for the balancer's last counts to reach the control API, which they do ten times a second."""


def by_clients(load: Load) -> dict[str, int]:
    """Good answers by color, as the clients of LOAD got them."""
    return dict(Counter(result.color for result in load.results.all if result.color and not result.failure))


def by_balancer(cloud: LocalAws, target_groups: Mapping[str, str]) -> dict[str, int]:
    """Requests by color that the balancer sent on; TARGET_GROUPS are ARNs by color."""
    requests = cloud.traffic()["requests"]
    return {color: requests[arn] for color, arn in target_groups.items() if requests.get(arn)}


def by_instances(cloud: LocalAws) -> dict[str, int]:
    """Requests by color that the instances' access logs hold, those of ended instances included."""
    counts: Counter[str] = Counter()
    for instance in cloud.instances():
        for log in Path(instance["folder"]).rglob("app.log"):
            for line in log.read_text().splitlines():
                if line.startswith("{"):
                    counts[json.loads(line)["color"]] += 1
    return dict(counts)


def agreed(cloud: LocalAws, target_groups: Mapping[str, str], load: Load) -> tuple[bool, str]:
    """Whether all three counts are equal once the last of them is in, and how they read."""
    clients = by_clients(load)
    deadline = time.monotonic() + PATIENCE
    while True:
        balancer, instances = by_balancer(cloud, target_groups), by_instances(cloud)
        equal = clients == balancer == instances
        if equal or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    total = sum(clients.values())
    if equal:
        return True, f"{total} each: " + ", ".join(f"{color} {count}" for color, count in sorted(clients.items()))
    return False, f"clients {clients}, balancer {balancer}, instances {instances}"
