"""One WSGI application: the control API, and moto with every call recorded."""

from __future__ import annotations

import io
import socket
import time
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from moto.core.request import Request as MotoRequest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.wrappers import Request, Response

from local.cloud.control import PREFIX, Control
from local.cloud.decode import decode
from local.cloud.error_answer import error_answer
from local.cloud.fault import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from local.cloud.cloud import Cloud
    from local.cloud.decode import Question
    from local.cloud.faults import Hit

LOST = Refusal("InternalFailure", 500, "The request processing has failed because of an unknown error.")
"""What is answered for an answer that got lost (ELB API reference, "Common Errors")."""


class Application:
    """Answers control requests and AWS calls; AWS calls are performed one after the other, but wait side by side."""

    def __init__(self, cloud: Cloud, region: str) -> None:
        """Serve CLOUD; REGION is where public parameters are published."""
        self._cloud = cloud
        self._control = Control(cloud, region)
        self._moto = _moto()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; raises CallerGoneError, which the server takes for a lost connection."""
        if environ.get("PATH_INFO", "").startswith(PREFIX):
            return self._control.answer(Request(environ))(environ, start_response)
        return self._call_aws(environ)(environ, start_response)

    def _call_aws(self, environ: WSGIEnvironment) -> Response:
        """Answer a call as the rules in force allow."""
        body = _keep_body(environ)
        request = MotoRequest({**environ, "wsgi.input": io.BytesIO(body)})
        asked = decode(request)
        hit = self._cloud.faults.hit(asked.action, asked.agent)
        gone = partial(_is_gone, environ)
        hit.wait_before(gone)
        if hit.refusal is not None:
            self._cloud.calls.add(asked, time=time.time(), status=hit.refusal.status, fault=True, performed=False)
            return error_answer(request, hit.refusal)
        denied = self._cloud.permissions.refusal(asked)
        if denied is not None:
            self._cloud.calls.add(asked, time=time.time(), status=denied.status, fault=bool(hit), denied=True)
            return error_answer(request, denied)
        answer = self._perform(environ, asked, hit)
        hit.wait_after(gone)
        return error_answer(request, LOST) if hit.lost else answer

    def _perform(self, environ: WSGIEnvironment, asked: Question, hit: Hit) -> Response:
        began = time.time()
        with self._cloud.lock:
            answer = Response.from_app(self._moto, environ, buffered=True)
        self._cloud.calls.add(asked, time=began, status=answer.status_code, fault=bool(hit))
        return answer


@lru_cache
def _moto() -> DomainDispatcherApplication:
    # What it keeps is routes only: one serves all clouds of a process, which only tests have more of.
    return DomainDispatcherApplication(create_backend_app)


def _is_gone(environ: WSGIEnvironment) -> bool:
    """Tell whether the caller has closed its connection: there is nothing more to read, ever."""
    connection: socket.socket = environ["werkzeug.socket"]
    try:
        return not connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True


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
