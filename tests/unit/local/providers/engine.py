"""What the Pulumi engine does with a provider, without the engine: check, diff, create, refresh, update, delete."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, status_pb2

from local.providers import wire
from local.providers.provider import AwsProvider
from local.providers.values import Properties, plain

SEED = b"0123456789abcdef0123456789abcdef"


class AbortedError(Exception):
    """The provider refused, with this message."""


class Context:
    """One gRPC call from an engine at PEER."""

    def __init__(self, peer: str) -> None:
        """Start with no trailing metadata."""
        self._peer = peer
        self.metadata: dict[str, bytes] = {}

    def peer(self) -> str:
        """Where the call comes from."""
        return self._peer

    def set_trailing_metadata(self, pairs: Any) -> None:
        """Keep what goes out beside the answer."""
        self.metadata = dict(pairs)

    def abort(self, code: Any, message: str) -> None:
        """End the call."""
        del code
        raise AbortedError(message)


@dataclass
class Resource:
    """What the state would hold."""

    urn: str
    id: str
    inputs: Properties
    outputs: Properties
    program: Properties
    """What the program says, which neither a refresh nor an update by hand changes."""

    @property
    def shown(self) -> Properties:
        """The outputs without marks of secrecy."""
        return plain(self.outputs)


@dataclass
class Engine:
    """One engine, attached to PROVIDER from PEER."""

    provider: AwsProvider = field(default_factory=lambda: AwsProvider(None, "us-east-1"))
    peer: str = "ipv4:127.0.0.1:50001"
    failed: provider_pb2.ErrorResourceInitFailed | None = None

    def configure(self, **settings: Any) -> Engine:
        """Send the stack's configuration."""
        request = provider_pb2.ConfigureRequest(args=wire.encode(settings))
        self.provider.Configure(request, self.context())
        return self

    def check(self, token: str, name: str, inputs: Properties, old: Properties | None = None) -> Properties:
        """Return checked inputs; raise AbortedError with all failures."""
        request = provider_pb2.CheckRequest(
            urn=_urn(token, name), news=wire.encode(inputs), olds=wire.encode(old or {}), randomSeed=SEED
        )
        answer = self.provider.Check(request, self.context())
        if answer.failures:
            raise AbortedError("; ".join(failure.reason for failure in answer.failures))
        return wire.decode(answer.inputs)

    def create(self, token: str, name: str = "thing", /, **inputs: Any) -> Resource:
        """Check and create."""
        checked = self.check(token, name, inputs)
        call = self.context()
        request = provider_pb2.CreateRequest(urn=_urn(token, name), properties=wire.encode(checked), timeout=5)
        try:
            made = self.provider.Create(request, call)
        except AbortedError:
            self._keep_failure(call)
            raise
        return Resource(_urn(token, name), made.id, checked, wire.decode(made.properties), inputs)

    def preview_create(self, token: str, name: str = "thing", /, **inputs: Any) -> Properties:
        """Return the outputs that a preview shows."""
        checked = self.check(token, name, inputs)
        request = provider_pb2.CreateRequest(urn=_urn(token, name), properties=wire.encode(checked), preview=True)
        return wire.decode(self.provider.Create(request, self.context()).properties)

    def diff(self, resource: Resource, **changes: Any) -> provider_pb2.DiffResponse:
        """Compare RESOURCE with its program inputs after CHANGES (None takes one away)."""
        request = provider_pb2.DiffRequest(
            id=resource.id,
            urn=resource.urn,
            olds=wire.encode(resource.shown),
            news=wire.encode(self._news(resource, changes)),
            old_inputs=wire.encode(resource.inputs),
        )
        return self.provider.Diff(request, self.context())

    def paths(self, resource: Resource, **changes: Any) -> list[str]:
        """Return the paths that a preview would show as changed."""
        return sorted(self.diff(resource, **changes).detailedDiff)

    def update(self, resource: Resource, *, preview: bool = False, **changes: Any) -> Resource:
        """Update RESOURCE in place."""
        news = self._news(resource, changes)
        request = provider_pb2.UpdateRequest(
            id=resource.id,
            urn=resource.urn,
            olds=wire.encode(resource.shown),
            news=wire.encode(news),
            preview=preview,
            timeout=5,
        )
        answer = self.provider.Update(request, self.context())
        return Resource(resource.urn, resource.id, news, wire.decode(answer.properties), resource.program | changes)

    def refresh(self, resource: Resource) -> Resource | None:
        """Read RESOURCE; None when it is gone."""
        request = provider_pb2.ReadRequest(
            id=resource.id,
            urn=resource.urn,
            properties=wire.encode(resource.shown),
            inputs=wire.encode(resource.inputs),
        )
        answer = self.provider.Read(request, self.context())
        if not answer.id:
            return None
        inputs, outputs = wire.decode(answer.inputs), wire.decode(answer.properties)
        return Resource(resource.urn, answer.id, inputs, outputs, resource.program)

    def imported(self, token: str, resource_id: str) -> Resource:
        """Read what no state knows yet."""
        request = provider_pb2.ReadRequest(id=resource_id, urn=_urn(token, "thing"))
        answer = self.provider.Read(request, self.context())
        inputs, outputs = wire.decode(answer.inputs), wire.decode(answer.properties)
        return Resource(_urn(token, "thing"), answer.id, inputs, outputs, {})

    def delete(self, resource: Resource, timeout: float = 5) -> None:
        """Delete RESOURCE within TIMEOUT seconds."""
        request = provider_pb2.DeleteRequest(
            id=resource.id, urn=resource.urn, properties=wire.encode(resource.shown), timeout=timeout
        )
        self.provider.Delete(request, self.context())

    def invoke(self, token: str, **arguments: Any) -> Properties:
        """Call a function."""
        request = provider_pb2.InvokeRequest(tok=token, args=wire.encode(arguments))
        return wire.decode(getattr(self.provider.Invoke(request, self.context()), "return"))

    def cancel(self) -> None:
        """Send what Ctrl-C sends."""
        self.provider.Cancel(empty_pb2.Empty(), self.context())

    def _news(self, resource: Resource, changes: Properties) -> Properties:
        token, name = resource.urn.split("::")[2], resource.urn.split("::")[3]
        return self.check(token, name, resource.program | changes, resource.inputs)

    def _keep_failure(self, context: Context) -> None:
        detail = context.metadata.get("grpc-status-details-bin")
        if detail:
            status = status_pb2.Status.FromString(detail)
            self.failed = provider_pb2.ErrorResourceInitFailed()
            status.details[0].Unpack(self.failed)

    def context(self) -> Any:
        """Return what one call of this engine carries."""
        return Context(self.peer)


def _urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::shop::{token}::{name}"
