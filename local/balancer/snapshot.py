"""What the cloud wants the balancer to do at one moment, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Action = dict[str, Any]
Condition = dict[str, Any]
Address = tuple[str, int]


@dataclass(frozen=True)
class Rule:
    """One listener rule, its actions and conditions shaped as boto3 describes them."""

    priority: int
    conditions: list[Condition]
    actions: list[Action]


@dataclass(frozen=True)
class Listener:
    """One listener with all its rules, which are sorted by priority."""

    arn: str
    load_balancer_arn: str
    port: int
    default_actions: list[Action]
    rules: list[Rule]


@dataclass(frozen=True)
class HealthCheck:
    """Health check settings of a target group; interval and timeout in seconds."""

    path: str = "/"
    interval: float = 30.0
    timeout: float = 5.0
    healthy_threshold: int = 5
    unhealthy_threshold: int = 2
    matcher: str = "200"


@dataclass(frozen=True)
class Target:
    """One registered target; `address` is None while nothing listens for it."""

    id: str
    port: int
    address: Address | None

    @property
    def key(self) -> str:
        """The name that reports and counts use, `i-abc:8080`."""
        return f"{self.id}:{self.port}"


@dataclass(frozen=True)
class TargetGroup:
    """One target group with its registered targets by key."""

    arn: str
    health_check: HealthCheck
    attributes: dict[str, str]
    targets: dict[str, Target]

    @property
    def deregistration_delay(self) -> float:
        """Seconds; 300 unless set (ALB guide, "Edit target group attributes")."""
        return float(self.attributes.get("deregistration_delay.timeout_seconds", "300"))

    @property
    def sticky_seconds(self) -> int | None:
        """For how long a client stays with its target; None for not at all (API reference, TargetGroupAttribute).

        Stickiness by a cookie of the application is left out: nothing here uses it.
        """
        enabled = self.attributes.get("stickiness.enabled", "false").lower() == "true"
        if not enabled or self.attributes.get("stickiness.type", "lb_cookie") != "lb_cookie":
            return None
        return int(self.attributes.get("stickiness.lb_cookie.duration_seconds", "86400"))


@dataclass(frozen=True)
class Snapshot:
    """The whole answer of one exchange."""

    listener_delay: float = 0.0
    check_pace: float = 1.0
    listeners: dict[str, Listener] = field(default_factory=dict[str, Listener])
    load_balancers: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    target_groups: dict[str, TargetGroup] = field(default_factory=dict[str, TargetGroup])

    @classmethod
    def parse(cls, answer: dict[str, Any]) -> Snapshot:
        """Read the JSON of one exchange; raises KeyError or ValueError when it is none."""
        return cls(
            listener_delay=float(answer["settings"]["listener_delay"]),
            check_pace=float(answer["settings"].get("check_pace", 1.0)),
            listeners={item["arn"]: _listener(item) for item in answer["listeners"]},
            load_balancers={item["arn"]: item.get("attributes", {}) for item in answer["load_balancers"]},
            target_groups={item["arn"]: _target_group(item) for item in answer["target_groups"]},
        )


def _listener(item: dict[str, Any]) -> Listener:
    # describe_rules lists the default rule too, with the priority "default"; default_actions already says it.
    rules = [
        Rule(int(rule["priority"]), rule["conditions"], rule["actions"])
        for rule in item["rules"]
        if rule["priority"] != "default"
    ]
    return Listener(
        arn=item["arn"],
        load_balancer_arn=item["load_balancer_arn"],
        port=int(item["port"]),
        default_actions=item["default_actions"],
        rules=sorted(rules, key=lambda rule: rule.priority),
    )


def _target_group(item: dict[str, Any]) -> TargetGroup:
    targets = [_target(target) for target in item["targets"]]
    return TargetGroup(
        arn=item["arn"],
        health_check=_health_check(item["health_check"]),
        attributes=item.get("attributes", {}),
        targets={target.key: target for target in targets},
    )


def _target(item: dict[str, Any]) -> Target:
    address = item["address"]
    return Target(item["id"], int(item["port"]), (str(address[0]), int(address[1])) if address else None)


def _health_check(item: dict[str, Any]) -> HealthCheck:
    return HealthCheck(
        path=item.get("path") or "/",
        interval=float(item.get("interval") or 30),
        timeout=float(item.get("timeout") or 5),
        healthy_threshold=int(item.get("healthy_threshold") or 5),
        unhealthy_threshold=int(item.get("unhealthy_threshold") or 2),
        matcher=str(item.get("matcher") or "200"),
    )
