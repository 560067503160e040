"""The `random` provider: values that are drawn once and then stay in the state."""
# ruff: noqa: N802, D102 - the protocol names these methods and describes them

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from local.providers import wire
from local.providers.errors import ProviderError
from local.providers.random import random_id, random_string
from local.providers.server import Provider, worded_errors
from local.providers.values import DEFAULTS, UNKNOWN, Properties, Value, plain

if TYPE_CHECKING:
    import grpc

RANDOM_VERSION: Final = "4.21.4"
"""The official plugin whose behaviour this one has."""

_TYPES: Final = {module.TOKEN: module for module in (random_id, random_string)}


class RandomProvider(Provider):
    """Draws random values; everything else about them is the engine's memory."""

    version = RANDOM_VERSION

    def Configure(
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        del request, context
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    @worded_errors
    def Check(self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext) -> provider_pb2.CheckResponse:
        del context
        kind, inputs = _kind(request.urn), plain(wire.decode(request.news))
        return provider_pb2.CheckResponse(
            inputs=wire.encode({**inputs, DEFAULTS: []}),
            failures=[
                provider_pb2.CheckFailure(property=name, reason=f"{name}: required, and not set")
                for name in sorted(kind.REQUIRED)
                if inputs.get(name) is None
            ],
        )

    @worded_errors
    def Diff(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        del context
        kind = _kind(request.urn)
        old, new = plain(wire.decode(request.olds)), plain(wire.decode(request.news))
        settable = ({*old, *new} - kind.OUTPUTS) - {"id"}
        changed = sorted(
            name for name in settable if new.get(name, _default(kind, name)) != old.get(name, _default(kind, name))
        )
        return provider_pb2.DiffResponse(
            changes=provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE,
            diffs=changed,
            replaces=changed,
        )

    @worded_errors
    def Create(self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext) -> provider_pb2.CreateResponse:
        del context
        kind, inputs = _kind(request.urn), plain(wire.decode(request.properties))
        known = {**kind.DEFAULTS, **inputs}
        if request.preview:
            return provider_pb2.CreateResponse(
                properties=wire.encode({**known, **dict.fromkeys(kind.OUTPUTS, UNKNOWN)})
            )
        resource_id, outputs = kind.make(known)
        properties: Properties = {**known, **outputs, "id": resource_id}
        return provider_pb2.CreateResponse(id=resource_id, properties=wire.encode(properties))

    @worded_errors
    def Read(self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext) -> provider_pb2.ReadResponse:
        del context
        return provider_pb2.ReadResponse(id=request.id, properties=request.properties, inputs=request.inputs)

    @worded_errors
    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> empty_pb2.Empty:
        del request, context
        return empty_pb2.Empty()


def _default(kind: Value, name: str) -> Value:
    return kind.DEFAULTS.get(name)


def _kind(urn: str) -> Value:
    token = urn.split("::")[2].rsplit("$", maxsplit=1)[-1]
    if token not in _TYPES:
        raise ProviderError(f"not supported by the local random provider; it knows {', '.join(sorted(_TYPES))}")
    return _TYPES[token]
