"""What every provider of ours answers alike, and the gRPC server around it."""
# ruff: noqa: N802, D102 - the protocol names these methods and describes them

from __future__ import annotations

import functools
import logging
from concurrent import futures
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar, cast

import grpc
from botocore.exceptions import BotoCoreError, ClientError
from google.protobuf import any_pb2, empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from local.providers import wire
from local.providers.errors import InitFailedError, ProviderError, worded

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.providers.values import Value

LOG: Final = logging.getLogger("local.providers")

_THREADS: Final = 48

Method = TypeVar("Method", bound="Callable[..., Value]")


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """The calls in which one provider does not differ from another."""

    version = ""

    def Handshake(
        self, request: provider_pb2.ProviderHandshakeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ProviderHandshakeResponse:
        del request, context
        return provider_pb2.ProviderHandshakeResponse(supports_autonaming_configuration=True)

    def Attach(self, request: plugin_pb2.PluginAttach, context: grpc.ServicerContext) -> empty_pb2.Empty:
        del request, context
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        del request, context
        return plugin_pb2.PluginInfo(version=self.version)

    def GetSchema(
        self, request: provider_pb2.GetSchemaRequest, context: grpc.ServicerContext
    ) -> provider_pb2.GetSchemaResponse:
        del request, context
        return provider_pb2.GetSchemaResponse(schema="{}")

    def CheckConfig(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        del context
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        del context
        old, new = wire.decode(request.olds), wire.decode(request.news)
        changed = sorted(key for key in {*old, *new} - {"version"} if old.get(key) != new.get(key))
        return provider_pb2.DiffResponse(
            changes=provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE,
            diffs=changed,
            replaces=[key for key in changed if key == "region"],
        )

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        del request, context
        return empty_pb2.Empty()


def worded_errors(method: Method) -> Method:
    """Make METHOD's errors one readable message; a traceback goes to the log only."""

    @functools.wraps(method)
    def answer(self: Provider, request: Value, context: grpc.ServicerContext) -> Value:
        try:
            return method(self, request, context)
        except InitFailedError as error:
            _fail(context, error)
        except Exception as error:
            doing = _doing(method.__name__, request)
            if not isinstance(error, (ProviderError, ClientError, BotoCoreError)):
                LOG.exception("%s failed", doing)
            context.abort(grpc.StatusCode.UNKNOWN, worded(error, doing))

    return cast("Method", answer)


_VERBS: Final = {
    "Check": "checking",
    "Diff": "comparing",
    "Create": "creating",
    "Read": "reading",
    "Update": "updating",
    "Delete": "deleting",
    "Invoke": "calling",
    "Configure": "configuring",
}


def _doing(method: str, request: Value) -> str:
    urn = getattr(request, "urn", "")
    _, _, kind_and_name = urn.partition("::")[2].partition("::")
    kind, _, name = kind_and_name.partition("::")
    token = kind.split("$")[-1] or getattr(request, "tok", "") or "the provider"
    return f"{_VERBS.get(method, method)} {token}{f' {name!r}' if name else ''}"


def _fail(context: grpc.ServicerContext, error: InitFailedError) -> NoReturn:
    """Report ERROR so that the engine keeps the half-made resource in its state."""
    detail = any_pb2.Any()
    detail.Pack(
        provider_pb2.ErrorResourceInitFailed(
            id=error.resource_id,
            properties=wire.encode(error.outputs),
            inputs=wire.encode(error.inputs),
            reasons=[str(error)],
        )
    )
    code = grpc.StatusCode.UNKNOWN
    number: Value = code.value
    status = status_pb2.Status(code=number[0], message=str(error), details=[detail])
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(code, str(error))


def serve(provider: Provider, port: int) -> tuple[grpc.Server, int]:
    """Start PROVIDER on 127.0.0.1:PORT (0: any) and return the server and its port."""
    unlimited = [
        ("grpc.max_receive_message_length", -1),
        ("grpc.max_send_message_length", -1),
        ("grpc.so_reuseport", 0),
    ]
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=_THREADS), options=unlimited)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
    try:
        bound = server.add_insecure_port(f"127.0.0.1:{port}")
    except RuntimeError:
        bound = 0
    if not bound:
        raise ProviderError(f"cannot listen on 127.0.0.1:{port}: is another local AWS running there?")
    server.start()
    return server, bound
