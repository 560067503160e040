"""What the cloud tells the balancer to do: all that moto holds of load balancing, as plain JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.cloud import backends

if TYPE_CHECKING:
    from moto.elbv2.models import FakeAction, FakeListener, FakeLoadBalancer, FakeTargetGroup

    from local.cloud.cloud import Cloud, Target


def answer(cloud: Cloud) -> dict[str, Any]:
    """Describe the wanted state of the data plane; the caller holds the cloud's lock."""
    return {
        "settings": cloud.delays.describe(),
        "listeners": [_listener(listener) for listener in backends.listeners()],
        "load_balancers": [_load_balancer(balancer) for balancer in backends.load_balancers()],
        "target_groups": [_target_group(cloud, group) for group in backends.target_groups()],
    }


def _listener(listener: FakeListener) -> dict[str, Any]:
    return {
        "arn": listener.arn,
        "load_balancer_arn": listener.load_balancer_arn,
        "port": int(listener.port),
        "protocol": listener.protocol,
        "default_actions": _actions(listener.default_actions),
        "rules": [
            {
                "arn": rule.arn,
                "priority": str(rule.priority),
                "conditions": rule.conditions,
                "actions": _actions(rule.actions),
            }
            for rule in listener.rules.values()
            if not rule.is_default
        ],
    }


def _actions(actions: list[FakeAction]) -> list[dict[str, Any]]:
    return [action.data for action in actions]


def _load_balancer(balancer: FakeLoadBalancer) -> dict[str, Any]:
    return {"arn": balancer.arn, "attributes": {key: str(value) for key, value in balancer.attrs.items()}}


def _target_group(cloud: Cloud, group: FakeTargetGroup) -> dict[str, Any]:
    return {
        "arn": group.arn,
        "protocol": group.protocol,
        "port": group.port,
        "health_check": _health_check(group),
        "attributes": {key: str(value) for key, value in group.attributes.items()},
        "targets": [_target(cloud, target) for target in cloud.registered(group)],
    }


def _health_check(group: FakeTargetGroup) -> dict[str, Any]:
    return {
        "enabled": group.health_check_enabled,
        "protocol": group.health_check_protocol,
        "path": group.health_check_path,
        "port": str(group.health_check_port),
        "interval": int(group.health_check_interval_seconds),
        "timeout": int(group.health_check_timeout_seconds),
        "healthy_threshold": int(group.healthy_threshold_count),
        "unhealthy_threshold": int(group.unhealthy_threshold_count),
        "matcher": str((group.matcher or {}).get("HttpCode", "200")),
    }


def _target(cloud: Cloud, target: Target) -> dict[str, Any]:
    address = cloud.machines.address(target["Id"], int(target["Port"]))
    return {"id": target["Id"], "port": int(target["Port"]), "address": list(address) if address else None}
