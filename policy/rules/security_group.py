"""Security groups are closed but for the listeners' ports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .forward import is_balancer, is_listener
from .ingress import GROUP, Ingress, group_of, ingress, names
from .resource import UNKNOWN, Resource
from .rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _check(resource: Resource, stack: Sequence[Resource]) -> Iterator[str]:
    allowed = [entry for entry in ingress(resource) if entry.addresses]
    if not allowed:
        return
    if not group_of(resource) & _balancers_groups(stack):
        for entry in allowed:
            yield f"{', '.join(entry.addresses)} may reach a security group that is not the load balancer's"
        return
    ports = {port for one in stack if is_listener(one) for port in [one.get("port")]}
    for entry in allowed:
        if not _is_listeners(entry, ports):
            first, last = entry.ports
            yield (
                f"{', '.join(entry.addresses)} may reach the load balancer at {entry.protocol} {first} to {last},"
                f" where no listener is"
            )


def _balancers_groups(stack: Sequence[Resource]) -> set[str]:
    """The names of the security groups of STACK's load balancers: URNs of the groups themselves, and ids."""
    groups = {one.urn for one in stack if one.type == GROUP}
    found: set[str] = set()
    for balancer in filter(is_balancer, stack):
        ids = balancer.get("securityGroups")
        found |= groups & set(balancer.dependencies.get("securityGroups", ()))
        found |= names(ids if isinstance(ids, list) else [])
    return found


def _is_listeners(entry: Ingress, ports: set[object]) -> bool:
    if UNKNOWN in (entry.protocol, *entry.ports) or UNKNOWN in ports:
        return True
    first, last = entry.ports
    return entry.protocol == "tcp" and first == last and first in ports


CLOSED_SECURITY_GROUPS = Rule(
    name="security-groups-closed",
    forbids="Ingress from addresses, but to the load balancer's security group at a listener's port",
    why="instances are reached from the load balancer alone, so that weights and drains hold for all clients",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
    "load-balancer-update-security-groups.html",
    comply="Name a security group as the source (`referenced_security_group_id`), or open one listener's port by TCP",
    check=_check,
    of_the_stack=True,
)
