"""The local AWS behind a port of this machine."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING, Self

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import make_server

from local.cloud import patches
from local.cloud.application import Application

if TYPE_CHECKING:
    from types import TracebackType

    from local.cloud.cloud import Cloud

ADDRESS = "127.0.0.1"
TICK_SECONDS = 0.5


class Handler(MotoRequestHandler):
    """Answers on kept-alive connections without the 40 ms that Nagle's algorithm costs a small answer."""

    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Stay silent: the list of calls says more."""


class CloudServer:
    """A running local AWS; use as a context manager."""

    def __init__(self, cloud: Cloud, *, port: int, region: str) -> None:
        """Bind PORT, 0 for any free one; raises OSError when it is taken."""
        self._cloud = cloud
        self._patching = patches.install(cloud)
        self._server = make_server(ADDRESS, port, Application(cloud, region), threaded=True, request_handler=Handler)
        self._stopped = Event()
        self._threads = [
            Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True),
            Thread(target=self._tick, daemon=True),
        ]

    @property
    def endpoint(self) -> str:
        """The URL that AWS_ENDPOINT_URL gets."""
        return f"http://{ADDRESS}:{self._server.port}"

    def __enter__(self) -> Self:
        """Begin to serve."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop serving, end all instances, leave moto as it was."""
        self._stopped.set()
        self._server.shutdown()
        for thread in self._threads:
            thread.join()
        self._server.server_close()
        self._cloud.close()
        self._patching.undo()

    def _tick(self) -> None:
        while not self._stopped.wait(TICK_SECONDS):
            with self._cloud.lock:
                self._cloud.tick()
