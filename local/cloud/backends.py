"""moto's backends that are in use, over all accounts and regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moto.elbv2.models import elbv2_backends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from moto.elbv2.models import ELBv2Backend, FakeAction, FakeListener, FakeLoadBalancer, FakeTargetGroup


def load_balancing() -> Iterator[ELBv2Backend]:
    """Elastic Load Balancing wherever something asked for it."""
    for account in list(elbv2_backends.values()):
        yield from list(account.values())


def load_balancers() -> Iterator[FakeLoadBalancer]:
    """All load balancers."""
    for backend in load_balancing():
        yield from backend.load_balancers.values()


def listeners() -> Iterator[FakeListener]:
    """All listeners."""
    for balancer in load_balancers():
        yield from balancer.listeners.values()


def target_groups() -> Iterator[FakeTargetGroup]:
    """All target groups."""
    for backend in load_balancing():
        yield from backend.target_groups.values()


def forwarded(actions: list[FakeAction]) -> set[str]:
    """Return the ARNs of the target groups that ACTIONS name, at whatever weight."""
    found: set[str] = set()
    for action in actions:
        if "TargetGroupArn" in action.data:
            found.add(action.data["TargetGroupArn"])
        found.update(group["TargetGroupArn"] for group in action.data.get("ForwardConfig", {}).get("TargetGroups", []))
    return found


def weights(listener: FakeListener) -> dict[str, int]:
    """Return the weight of each target group (an ARN) that LISTENER's default action forwards to."""
    found: dict[str, int] = {}
    for action in listener.default_actions:
        groups = action.data.get("ForwardConfig", {}).get("TargetGroups", [])
        if not groups and "TargetGroupArn" in action.data:
            groups = [{"TargetGroupArn": action.data["TargetGroupArn"]}]
        found |= {group["TargetGroupArn"]: int(group.get("Weight", 1)) for group in groups}
    return found


def users_of(target_group: str) -> list[str]:
    """ARNs of the load balancers with a listener action or rule that names TARGET_GROUP (an ARN)."""
    return [
        balancer.arn
        for balancer in load_balancers()
        if any(
            target_group in forwarded(rule.actions)
            for listener in balancer.listeners.values()
            for rule in listener.rules.values()
        )
    ]
