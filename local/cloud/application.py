"""One WSGI application: the control API, and moto with every call recorded."""

from __future__ import annotations

import io
import time
from functools import lru_cache
from typing import TYPE_CHECKING

from moto.core.request import Request as MotoRequest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.wrappers import Request

from local.cloud.control import PREFIX, Control
from local.cloud.decode import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from local.cloud.cloud import Cloud


class Application:
    """Answers control requests and AWS calls; AWS calls one after the other."""

    def __init__(self, cloud: Cloud, region: str) -> None:
        """Serve CLOUD; REGION is where public parameters are published."""
        self._cloud = cloud
        self._control = Control(cloud, region)
        self._moto = _moto()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("PATH_INFO", "").startswith(PREFIX):
            return self._control.answer(Request(environ))(environ, start_response)
        return self._call_aws(environ, start_response)

    def _call_aws(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        body = _keep_body(environ)
        began = time.time()
        copy = {**environ, "wsgi.input": io.BytesIO(body)}
        statuses: list[str] = []
        with self._cloud.lock:
            answer = b"".join(self._moto(environ, _noting(start_response, statuses)))
        self._record(copy, began, int(statuses[0].split()[0]) if statuses else 500)
        return [answer]

    def _record(self, environ: WSGIEnvironment, began: float, status: int) -> None:
        asked = decode(MotoRequest(environ))
        self._cloud.calls.add(
            time=began,
            service=asked.service,
            action=asked.action,
            parameters=asked.parameters,
            status=status,
        )


@lru_cache
def _moto() -> DomainDispatcherApplication:
    # What it keeps is routes only: one serves all clouds of a process, which only tests have more of.
    return DomainDispatcherApplication(create_backend_app)


def _keep_body(environ: WSGIEnvironment) -> bytes:
    """Read the body, so that it can be read again by moto and by the record."""
    if environ.get("CONTENT_LENGTH"):
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    elif environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read()
        environ["CONTENT_LENGTH"] = str(len(body))
    else:
        body = b""
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def _noting(start_response: StartResponse, statuses: list[str]) -> Callable[..., object]:
    def note(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
        statuses.append(status)
        return start_response(status, headers, *rest)  # pyright: ignore[reportArgumentType]  exc_info, passed on

    return note
