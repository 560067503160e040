"""A load balancer has one listener a port.

moto compares the port with the listeners' ARNs, and so finds no duplicate. AWS: API reference, CreateListener and
ModifyListener (DuplicateListener; ports 1 to 65535).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.elbv2.exceptions import DuplicateListenerError, ValidationError
from moto.elbv2.models import ELBv2Backend, FakeListener

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

MAX_PORT = 65_535


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Check the port before the listener is stored."""

    @patching.around(ELBv2Backend, "create_listener")
    def _create(
        original: Callable[..., FakeListener],
        self: ELBv2Backend,
        load_balancer_arn: str,
        *rest: object,
        **options: Any,  # noqa: ANN401  moto's
    ) -> FakeListener:
        _check(self, load_balancer_arn, options.get("port"))
        return original(load_balancer_arn, *rest, **options)

    @patching.around(ELBv2Backend, "modify_listener")
    def _modify(
        original: Callable[..., FakeListener],
        self: ELBv2Backend,
        arn: str,
        port: int | str | None,
        *rest: object,
    ) -> FakeListener:
        listener = self.describe_listeners(None, [arn])[0]
        _check(self, listener.load_balancer_arn, port, but=arn)
        return original(arn, port, *rest)


def _check(backend: ELBv2Backend, load_balancer: str, port: int | str | None, but: str | None = None) -> None:
    if port is None:
        return
    if not 1 <= int(port) <= MAX_PORT:
        raise ValidationError(f"Listener port '{port}' must be between 1 and {MAX_PORT}")
    balancer = backend.load_balancers.get(load_balancer)
    listeners = balancer.listeners.values() if balancer else []
    if any(int(each.port) == int(port) and each.arn != but for each in listeners):
        raise DuplicateListenerError
