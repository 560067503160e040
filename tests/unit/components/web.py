"""An application behind a URL, on this machine."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from local.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

Reply = tuple[int, "Mapping[str, str]"]
"""A status and headers."""


@dataclass(frozen=True)
class Asked:
    """One request: its path, its headers by lower-case name, and the client's port."""

    path: str
    headers: Mapping[str, str]
    port: int


@dataclass
class Site:
    """Where it answers, and what it was asked."""

    url: str
    asked: list[Asked] = field(default_factory=list[Asked])


def green(release: str | None = "1.1.0", status: int = 200) -> Reply:
    """What green answers."""
    return named("green", release, status)


def named(color: str, release: str | None = None, status: int = 200) -> Reply:
    """What an application answers that says its COLOR and, if it has one, its RELEASE."""
    return status, {"X-Bluegreen-Color": color, **({"X-Bluegreen-Release": release} if release else {})}


def serve(answer: Callable[[int], Reply] | Reply) -> contextlib.AbstractContextManager[Site]:
    """Answer each request with ANSWER, or with what ANSWER says for the number of requests before it."""
    return serve_each(lambda count, _asked: answer(count) if callable(answer) else answer)


@contextlib.contextmanager
def serve_each(answer: Callable[[int, Asked], Reply]) -> Generator[Site]:
    """Answer each request with what ANSWER says for the number of requests before it, and for itself."""
    site = Site("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            count = len(site.asked)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.path, headers, self.client_address[1])
            site.asked.append(asked)
            status, answered = answer(count, asked)
            self.send_response(status)
            for name, value in {**answered, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def closed() -> str:
    """A URL that nobody listens at."""
    return f"http://127.0.0.1:{free_port(9200)}"
