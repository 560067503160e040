"""The one small server that sandboxes talk to: instance metadata, and systemctl's requests, by instance."""

from __future__ import annotations

import json
import secrets
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.instances.manager import Manager
    from local.instances.metadata import Metadata


class Endpoint:
    """Serves on 127.0.0.1, on a port of the system's choice; an instance is known by the URL's first part."""

    def __init__(self) -> None:
        """Start serving in a thread."""
        self._metadata: dict[str, Metadata] = {}
        self._managers: dict[str, Manager] = {}
        endpoint = self

        class Bound(_Handler):
            served = endpoint

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Bound)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def add(self, metadata: Metadata) -> str:
        """Serve METADATA; returns the URL that takes the place of http://169.254.169.254."""
        self._metadata[metadata.instance_id] = metadata
        return self._url(metadata.instance_id)

    def add_manager(self, manager: Manager) -> str:
        """Serve systemctl for MANAGER; returns a URL that nobody else can guess."""
        secret = secrets.token_urlsafe(16)
        self._managers[secret] = manager
        return self._url(f"systemctl/{secret}")

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
        """Status and body for one request."""
        first, _, rest = path.lstrip("/").partition("/")
        if first == "systemctl" and method == "POST":
            manager = self._managers.get(rest)
            return (HTTPStatus.OK, json.dumps(manager.run(json.loads(body)))) if manager else (HTTPStatus.NOT_FOUND, "")
        metadata = self._metadata.get(first)
        return metadata.answer(method, f"/{rest}", headers) if metadata else (HTTPStatus.NOT_FOUND, "")

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{path}"


class _Handler(BaseHTTPRequestHandler):
    served: Endpoint

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, text = self.served.answer(self.command, self.path, headers, body)
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = do_POST = _serve  # noqa: N815  names that http.server looks for

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keep quiet: these are not the AWS calls that anyone counts."""
