"""Runs a Pulumi program without an engine and keeps every registration it makes."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from typing import TYPE_CHECKING, Any
from unittest import mock

import pulumi
from pulumi.runtime import settings as runtime_settings
from pulumi.runtime.mocks import MockMonitor, Mocks, set_mocks
from pulumi.runtime.rpc import deserialize_properties

from components.listener import weights_in
from components.records.records import RecordNames, Records

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from components.color import Color

ZONES = ["us-east-1c", "us-east-1a", "us-east-1b"]


class Cloud(Mocks):
    """Answers registrations with the inputs plus what our program reads of a resource."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """An id and outputs that follow from type and name alone."""
        made = {"arn": f"arn:{args.typ}:{args.name}", "name": args.name, "hex": "0a1b2c3d", "latestVersion": 1}
        address = {"arnSuffix": f"{args.name}-suffix", "dnsName": f"{args.name}.example", "zoneId": "Z1"}
        return f"{args.name}-id", {**made, **address, **args.inputs}

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:  # type: ignore[override]
        """The one function that the components call."""
        assert args.token == "aws:index/getAvailabilityZones:getAvailabilityZones"  # noqa: S105  a function's name
        return {"names": ZONES, "id": "zones"}


class Recorder(MockMonitor):
    """Keeps each RegisterResource request, with what the mocks would hide: parent, protect, hooks, ignored changes."""

    def __init__(self) -> None:
        """Nothing recorded yet."""
        super().__init__(Cloud())
        self.requests: list[Any] = []
        self.urns: dict[tuple[str, str], str] = {}
        self.outputs: dict[str, dict[str, Any]] = {}

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  the protocol's name
        """Record, then answer as the mocks do."""
        self.requests.append(request)
        answer = super().RegisterResource(request)
        self.urns[(request.type, request.name)] = answer.urn
        return answer

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802  as above
        """Keep what a component offers, by its name."""
        self.outputs[request.urn.rpartition("::")[2]] = deserialize_properties(request.outputs)
        return super().RegisterResourceOutputs(request)


class Graph:
    """What one run of a program registered."""

    def __init__(self, monitor: Recorder, looked_up: list[RecordNames]) -> None:
        """Index MONITOR's requests by type and name. LOOKED_UP are the records that its routers asked for."""
        self.requests = {(request.type, request.name): request for request in monitor.requests}
        self.urns = monitor.urns
        self.outputs = monitor.outputs
        self.looked_up = looked_up

    def of(self, token: str) -> dict[str, dict[str, Any]]:
        """Inputs by name of the resources of type TOKEN."""
        return {name: inputs(request) for (typ, name), request in self.requests.items() if typ == token}

    def request(self, token: str, name: str) -> Any:
        """The raw request of one resource."""
        return self.requests[(token, name)]

    def hooks(self, token: str, name: str) -> dict[str, list[str]]:
        """Names of the hooks of one resource, by the moment at which they run."""
        bound = self.request(token, name).hooks
        return {moment.name: list(names) for moment, names in bound.ListFields()}


def inputs(request: Any) -> dict[str, Any]:
    """A request's inputs as plain values."""
    return deserialize_properties(request.object, keep_unknowns=True)


def deploy(program: Callable[[], object], stack: str, live: Mapping[Color, int] | Exception | None = None) -> Graph:
    """Run PROGRAM as STACK on its own event loop; exceptions come through.

    LIVE is what the listener holds after the update, as declared by default; or how a look at it fails.
    """
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    monitor = Recorder()
    try:
        set_mocks(Cloud(), project="bluegreen", stack=stack, monitor=monitor)
        # The mocks have no callback server; what a hook is bound to still shows in the requests.
        hooks = mock.patch("pulumi.resource_hooks.register_resource_hook", side_effect=lambda _: _done(loop))
        with hooks, _no_aws(monitor.requests, live) as looked_up:
            pulumi.runtime.test(program)()
    finally:
        # Without it the first run's root stack leaks into the next one.
        runtime_settings.reset_options()
        loop.close()
    return Graph(monitor, looked_up)


@contextlib.contextmanager
def _no_aws(requests: list[Any], live: Mapping[Color, int] | Exception | None) -> Generator[list[RecordNames]]:
    """What the components ask AWS beside their hooks: nothing is on record yet, LIVE or what REQUESTS declare is live.

    Yields the names of the records that were asked for.
    """
    looked_up: list[RecordNames] = []

    def records(names: RecordNames, **_: object) -> Records:
        looked_up.append(names)
        return Records()

    def weights(listener: str, target_groups: Mapping[Color, str]) -> dict[Color, int]:
        if isinstance(live, Exception):
            raise live
        if live is not None:
            return dict(live)
        (found,) = [request for request in requests if f"arn:{request.type}:{request.name}" == listener]
        return weights_in(inputs(found), target_groups)

    with (
        mock.patch("components.switch.router_switching.read_records", side_effect=records),
        mock.patch("components.switch.last_look.listener_weights", side_effect=weights),
        mock.patch("components.cloud._configured", side_effect=AssertionError("a unit test asks AWS")),
    ):
        yield looked_up


def _done(loop: asyncio.AbstractEventLoop) -> asyncio.Future[None]:
    future = loop.create_future()
    future.set_result(None)
    return future


def decoded(user_data: str) -> str:
    """Text of base64 user data."""
    return base64.b64decode(user_data).decode()
