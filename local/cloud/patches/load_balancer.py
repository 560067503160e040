"""A load balancer is active at once, answers on this machine, has its name for itself, and heeds its protection.

moto gives a DNS name that leads nowhere, takes a name twice and deletes a protected load balancer. AWS: API reference,
CreateLoadBalancer (DuplicateLoadBalancerName) and DeleteLoadBalancer (OperationNotPermitted). AWS returns the existing
load balancer when a create is repeated with the same settings; here that is an error too (assumed never to happen).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.elbv2.exceptions import DuplicateLoadBalancerName, ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

ADDRESS = "127.0.0.1"


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Mend creation and deletion."""

    @patching.around(ELBv2Backend, "create_load_balancer")
    def _create(
        original: Callable[..., FakeLoadBalancer],
        self: ELBv2Backend,
        name: str,
        *rest: object,
        **options: Any,  # noqa: ANN401  moto's
    ) -> FakeLoadBalancer:
        if any(each.name == name for each in self.load_balancers.values()):
            raise DuplicateLoadBalancerName
        balancer = original(name, *rest, **options)
        balancer.dns_name = ADDRESS
        balancer.activate()
        return balancer

    @patching.around(ELBv2Backend, "delete_load_balancer")
    def _delete(original: Callable[..., None], self: ELBv2Backend, arn: str) -> None:
        balancer = self.load_balancers.get(arn)
        if balancer and balancer.attrs.get("deletion_protection.enabled") == "true":
            raise ELBClientError(
                "OperationNotPermitted",
                f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled",
            )
        original(arn)
