"""The sample release: an HTTP service that says which color, release and instance answered.

One file for Python 3.9, standard library only: the user data carries it. Settings and faults: README.md.
"""

import contextlib
import json
import os
import re
import signal
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler
from itertools import count
from socketserver import ThreadingTCPServer
from types import SimpleNamespace
from typing import Any, Callable, ClassVar
from urllib.parse import parse_qs, urlsplit

PORT = r"[1-9]\d{0,3}|[1-5]\d{4}|6([0-4]\d|5[0-4])\d\d|655([0-2]\d|3[0-5])"
SECONDS = r"\d{1,4}(\.\d+)?"
DEPENDENCY = r"[\w.-]+=(http://[\w.:-]+(/[^\s,]*)?|[\w.-]+:\d+)"


def setting(name: str, default: str, pattern: str, expected: str) -> str:
    """Read NAME from the environment; exits with 2 unless it matches PATTERN."""
    value = os.environ.get(name, default)
    if not re.fullmatch(pattern, value):
        print(f"app: {name} is {value!r}; expected {expected}", file=sys.stderr)
        raise SystemExit(2)
    return value


def settings() -> SimpleNamespace:
    """Read all that the environment says."""
    listed = setting("APP_DEPENDENCIES", "", f"({DEPENDENCY}(,{DEPENDENCY})*)?", "name=host:port,name=http://host/path")
    return SimpleNamespace(
        host=setting("APP_HOST", "", r"[\w.-]*", "an address to bind, or nothing for all"),
        port=int(setting("APP_PORT", "", PORT, "a port")),
        labels={
            "color": setting("APP_COLOR", "", "[!-~]+", "a color"),
            "release": setting("APP_RELEASE", "", "[!-~]([ -~]*[!-~])?", "a release"),
            "instance": setting("APP_INSTANCE", socket.gethostname(), "[!-~]+", "a name"),
        },
        dependencies=dict(item.split("=", 1) for item in listed.split(",") if item),
        sick=setting("FAULT_HEALTH", "", "(fail)?", "'fail' or nothing") == "fail",
        error_rate=float(setting("FAULT_ERROR_RATE", "0", r"0(\.\d+)?|1(\.0+)?", "a share from 0 to 1")),
        latency=float(setting("FAULT_LATENCY", "0", SECONDS, "seconds")),
        slow_start=float(setting("FAULT_SLOW_START", "0", SECONDS, "seconds")),
    )


def failing(name: str, target: str) -> str:
    """Return NAME unless its TARGET accepts connections, or, when it is a URL, answers below 400."""
    try:
        if not target.startswith("http:"):
            host, port = target.split(":")
            socket.create_connection((host, int(port)), 1).close()
            return ""
        url = urlsplit(target)
        connection = HTTPConnection(url.netloc, timeout=1)
        connection.request("GET", url._replace(scheme="", netloc="").geturl() or "/")
        return name if connection.getresponse().status >= HTTPStatus.BAD_REQUEST else ""
    except (OSError, HTTPException, ValueError, OverflowError):
        return name


class Handler(BaseHTTPRequestHandler):
    """One connection. Only the load balancer ends an idle one, so it never meets one that closes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    app = SimpleNamespace()
    stopping = threading.Event()
    lock = threading.Lock()
    numbers = count(1)
    idle: ClassVar = set()

    def __getattr__(self, name: str) -> "Callable[[], None]":
        """Answer every method alike."""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def handle_one_request(self) -> None:
        """Wait for a request; once the server stops, only one that has already arrived."""
        self.idle.add(self.connection)
        if self.stopping.is_set():
            self.connection.shutdown(socket.SHUT_RD)
        super().handle_one_request()

    def parse_request(self) -> bool:
        """No longer idle."""
        self.idle.discard(self.connection)
        return super().parse_request()

    def finish(self) -> None:
        """Forget a connection that ended."""
        self.idle.discard(self.connection)
        super().finish()

    def answer(self) -> None:
        """Answer the probes plainly; all else takes the faults and is logged."""
        started, app, url = time.monotonic(), self.app, urlsplit(self.path)
        try:
            self._read_body()
        except ValueError:
            return self.send_error(400)
        if url.path == "/health":
            # Stays 200 while stopping: the load balancer shall let the requests in flight finish.
            return self._send(503 if app.sick else 200, {"status": "failing" if app.sick else "ok"})
        if url.path == "/ready":
            with ThreadPoolExecutor(8) as pool:
                down = [name for name in pool.map(failing, app.dependencies, app.dependencies.values()) if name]
            return self._send(503 if down else 200, {"dependencies": list(app.dependencies), "failing": down})
        delay = parse_qs(url.query).get("delay", ["0"])[-1]
        valid = re.fullmatch(SECONDS, delay)
        time.sleep(app.latency + (min(float(delay), 30) if valid else 0))
        # The failing share is spread evenly: every fifth request at 0.2.
        fails = (next(self.numbers) * app.error_rate + 1e-9) % 1 < app.error_rate
        return self._send_and_log(500 if fails else 200 if valid else 400, url.path, started)

    def _read_body(self) -> None:
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            return self._skip(int(self.headers.get("Content-Length", 0)))
        while True:
            size = int(self.rfile.readline(99).split(b";")[0], 16)
            self._skip(size)
            while self.rfile.readline(999).strip() and not size:
                pass
            if not size:
                return None

    def _skip(self, left: int) -> None:
        while left > 0:
            data = self.rfile.read(min(left, 65536))
            if not data:
                raise ValueError(left)
            left -= len(data)

    def _send(self, status: int, body: "dict[str, Any]") -> None:
        content = json.dumps(body).encode()
        self.send_response_only(status)
        for name, value in self.app.labels.items():
            self.send_header(f"x-bluegreen-{name}", value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if self.stopping.is_set():
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else content)
        self.wfile.flush()

    def _send_and_log(self, status: int, path: str, started: float) -> None:
        gone = False
        try:
            # A write to a closed connection may succeed, so look first.
            gone = not self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError as error:
            gone = not isinstance(error, BlockingIOError)
        try:
            self._send(status, {**self.app.labels, "path": path})
        except OSError:
            gone = self.close_connection = True
        now, labels = datetime.now(timezone.utc).isoformat(), self.app.labels
        line = {"time": now, "method": self.command, "path": path, "status": status, "color": labels["color"]}
        line.update(release=labels["release"], seconds=round(time.monotonic() - started, 4))
        with self.lock:
            print(json.dumps({**line, "aborted": True} if gone else line), flush=True)


class Server(ThreadingTCPServer):
    """A thread for each connection; closing waits for all of them."""

    allow_reuse_address = True
    request_queue_size = 512

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay quiet: a client went away."""


def main() -> None:
    """Serve until SIGTERM, then accept no more, wake the idle connections and finish the others."""
    Handler.app = app = settings()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit())
    time.sleep(app.slow_start)
    try:
        server = Server((app.host, app.port), Handler)
    except OSError as error:
        sys.exit(f"app: can't bind port {app.port}: {error}")
    ends = [signal.SIGTERM, signal.SIGINT]
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    threading.Thread(target=server.serve_forever, args=(0.1,)).start()
    signal.sigwait(ends)
    server.shutdown()
    Handler.stopping.set()
    for connection in list(Handler.idle):
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RD)
    server.server_close()


if __name__ == "__main__":
    main()
