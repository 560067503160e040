"""The `aws` provider: what Pulumi asks of any resource type, answered from what each type says of itself."""
# ruff: noqa: N802, D102 - the protocol names these methods and describes them

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from local.providers import lifecycle, wire
from local.providers.aws.registry import FUNCTIONS, TYPES
from local.providers.call import Call
from local.providers.check import checked
from local.providers.comparison import compared
from local.providers.connection import Configuration, Connections, configuration
from local.providers.errors import ProviderError
from local.providers.server import Provider, worded_errors
from local.providers.values import Properties, Value, plain

if TYPE_CHECKING:
    import grpc

    from local.providers.resource import ResourceType

AWS_VERSION: Final = "7.51.1"
"""The official plugin whose behaviour this one has."""


class AwsProvider(Provider):
    """Serves every type in the registry against the AWS at ENDPOINT (None: where boto3 finds it)."""

    version = AWS_VERSION

    def __init__(self, endpoint: str | None, region: str) -> None:
        """Take REGION for stacks that configure none."""
        self.endpoint = endpoint
        self.region = region
        self.connections = Connections()

    @worded_errors
    def Configure(
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        arguments = wire.decode(request.args)
        if not arguments:
            arguments = {key.rpartition(":")[2]: value for key, value in request.variables.items()}
        self.connections.put(context.peer(), configuration(arguments, self.region))
        return provider_pb2.ConfigureResponse(supportsPreview=True, supports_autonaming_configuration=True)

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        del request
        self.connections.cancel(context.peer())
        return empty_pb2.Empty()

    @worded_errors
    def Check(self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext) -> provider_pb2.CheckResponse:
        kind, configured = _kind(request.urn), self.connections.get(context.peer())
        news, olds = wire.decode(request.news), wire.decode(request.olds)
        inputs, failures = checked(kind, request, news, olds, configured.tags)
        return provider_pb2.CheckResponse(
            inputs=wire.encode(inputs),
            failures=[provider_pb2.CheckFailure(property=name, reason=f"{name}: {why}") for name, why in failures],
        )

    @worded_errors
    def Diff(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        del context
        state, news = plain(wire.decode(request.olds)), wire.decode(request.news)
        return compared(_kind(request.urn), state, news, list(request.ignoreChanges))

    @worded_errors
    def Create(self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext) -> provider_pb2.CreateResponse:
        kind, configured = _kind(request.urn), self.connections.get(context.peer())
        inputs = wire.decode(request.properties)
        if request.preview:
            planned = lifecycle.plan_create(kind, inputs)
            region = {"region": inputs.get("region") or configured.region} if kind.regional else {}
            return provider_pb2.CreateResponse(properties=wire.encode({**planned, **region}))
        call = self._call(kind, configured, inputs, request.timeout)
        resource_id, outputs = lifecycle.create(kind, call, inputs)
        return provider_pb2.CreateResponse(id=resource_id, properties=wire.encode(outputs))

    @worded_errors
    def Read(self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext) -> provider_pb2.ReadResponse:
        kind, configured = _kind(request.urn), self.connections.get(context.peer())
        state, inputs = plain(wire.decode(request.properties)), wire.decode(request.inputs)
        call = self._call(kind, configured, state or inputs, 0)
        found = lifecycle.read(kind, call, request.id, state, inputs)
        if found is None:
            return provider_pb2.ReadResponse()
        resource_id, outputs, inputs = found
        return provider_pb2.ReadResponse(id=resource_id, properties=wire.encode(outputs), inputs=wire.encode(inputs))

    @worded_errors
    def Update(self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext) -> provider_pb2.UpdateResponse:
        kind, configured = _kind(request.urn), self.connections.get(context.peer())
        state, news = plain(wire.decode(request.olds)), wire.decode(request.news)
        if request.preview:
            return provider_pb2.UpdateResponse(properties=wire.encode(lifecycle.plan_update(kind, state, news)))
        call = self._call(kind, configured, state, request.timeout)
        outputs = lifecycle.update(kind, call, request.id, state, news)
        return provider_pb2.UpdateResponse(properties=wire.encode(outputs))

    @worded_errors
    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> empty_pb2.Empty:
        kind, configured = _kind(request.urn), self.connections.get(context.peer())
        state = plain(wire.decode(request.properties))
        lifecycle.delete(kind, self._call(kind, configured, state, request.timeout), request.id, state)
        return empty_pb2.Empty()

    @worded_errors
    def Invoke(self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext) -> provider_pb2.InvokeResponse:
        function = FUNCTIONS.get(request.tok)
        if function is None:
            raise ProviderError(f"not supported by the local AWS provider; it knows {', '.join(sorted(FUNCTIONS))}")
        configured = self.connections.get(context.peer())
        arguments = plain(wire.decode(request.args))
        call = Call(arguments.get("region") or configured.region, self.endpoint, cancelled=configured.cancelled)
        answer: Value = {"return": wire.encode(function(call, arguments))}
        return provider_pb2.InvokeResponse(**answer)

    def _call(self, kind: ResourceType, configured: Configuration, known: Properties, seconds: float) -> Call:
        region = known.get("region")
        patience = seconds or kind.minutes * 60
        return Call(
            region=region if isinstance(region, str) else configured.region,
            endpoint=self.endpoint,
            deadline=time.monotonic() + patience,
            cancelled=configured.cancelled,
            default_tags=configured.tags,
        )


def _kind(urn: str) -> ResourceType:
    token = urn.split("::")[2].rsplit("$", maxsplit=1)[-1]
    kind = TYPES.get(token)
    if kind is None:
        raise ProviderError(f"not supported by the local AWS provider; it knows {', '.join(sorted(TYPES))}")
    return kind
