"""Three independent counts of the same requests: the clients', the balancer's, and the instances' own."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_logs import CloudWatchLogsClient

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


def by_program(client: CloudWatchLogsClient, group: str) -> tuple[Counter[str], Counter[str]]:
    """What the switches of the log group GROUP asked by themselves, by color: probes, and smoke checks."""
    probes: Counter[str] = Counter()
    smoke: Counter[str] = Counter()
    for page in client.get_paginator("filter_log_events").paginate(logGroupName=group):
        for event in page["events"]:
            record = json.loads(event.get("message", "{}"))
            probes.update(record.get("answers") or {})
            # A color that is refused for want of targets never got its smoke check.
            smoke.update(record.get("smoke") or {} if record.get("event") != "refused" else {})
    return probes, smoke


class Tally:
    """Counts from now on: what balancer and instances counted before is left out.

    The switches' own probes and smoke checks are requests as well: the switch log tells how many.
    """

    def __init__(self, cloud: LocalAws, outputs: Mapping[str, Any]) -> None:
        """Begin now; OUTPUTS are the router's. No request may be in flight."""
        self._cloud, self._target_groups = cloud, outputs["target_group_arns"]
        self._logs, self._group = cloud.client("logs"), outputs["switch_log"]
        self._probes, self._smoke = by_program(self._logs, self._group)
        self._balancer = Counter(by_balancer(cloud, self._target_groups))
        self._instances = Counter(by_instances(cloud))

    def agrees(self, load: Load, others: Mapping[str, int] | None = None) -> tuple[bool, str]:
        """Whether all three counts of LOAD, which has ended, are equal once the last of them is in; how they read.

        OTHERS are answers by color that further clients got.
        """
        clients = Counter(by_clients(load)) + Counter(others or {})
        deadline = time.monotonic() + PATIENCE
        while True:
            balancer = Counter(by_balancer(self._cloud, self._target_groups)) - self._balancer
            instances = Counter(by_instances(self._cloud)) - self._instances
            probes, smoke = by_program(self._logs, self._group)
            probes, smoke = probes - self._probes, smoke - self._smoke
            # The sample release does not log what asks for its readiness.
            equal = clients == balancer - probes - smoke == instances - probes
            if equal or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        if equal:
            colors = ", ".join(f"{color} {count}" for color, count in sorted(clients.items()))
            return True, f"{clients.total()} each: {colors}"
        return False, (
            f"clients {dict(clients)}, balancer {dict(balancer)}, instances {dict(instances)},"
            f" probes {dict(probes)}, smoke checks {dict(smoke)}"
        )
