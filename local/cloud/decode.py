"""What an HTTP request to AWS asks for: service, action, parameters. AWS's own API models say how to read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model

from local.cloud.redact import redact

if TYPE_CHECKING:
    from collections.abc import Callable

    from moto.core.model import OperationModel
    from moto.core.request import Request

CREDENTIAL = re.compile(r"Credential=(?P<key>[^/]+)/\d{8}/[^/]*/(?P<service>[^/]+)/aws4_request")

MODEL_NAMES = {"monitoring": "cloudwatch", "email": "ses", "tagging": "resourcegroupstaggingapi"}
"""Services whose model is not named as they sign."""

CLASSIC_LOAD_BALANCING = "2012-06-01"


class _Parser(Protocol):
    def parse(self, request_dict: dict[str, Any]) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Question:
    """What was asked, by whom (`key`: the access key) and by which program (`agent`: its User-Agent).

    Secret values are redacted.
    """

    service: str
    action: str
    agent: str = ""
    parameters: dict[str, Any] = field(default_factory=dict[str, Any])
    key: str = ""


def decode(request: Request) -> Question:
    """Read REQUEST as far as its service's model can; never raises, since a call must be counted whatever it holds."""
    service, agent, key = _service(request), request.headers.get("User-Agent", ""), _key(request)
    try:
        operation, path_parameters = operation_of(request)
        parameters = _parameters(operation, request, path_parameters)
    except Exception:  # noqa: BLE001  moto's and botocore's parsers raise whatever they stumble over
        return Question(service, _plain_action(request), agent, key=key)
    return Question(service, operation.name, agent, redact(parameters, operation.input_shape), key)


def operation_of(request: Request) -> tuple[OperationModel, dict[str, Any]]:
    """Return AWS's model of what REQUEST calls, and the parameters in its path; raises whatever botocore does."""
    model_name = _model_name(_service(request), request)
    action = request.values.get("Action") or request.headers.get("X-Amz-Target", "").rpartition(".")[2]
    if action:
        return get_service_model(model_name).operation_model(action), {}
    operation, path_parameters = get_service_router(model_name).match(request)
    return operation, dict(path_parameters)


def _service(request: Request) -> str:
    signed = CREDENTIAL.search(request.headers.get("Authorization", ""))
    return signed["service"] if signed else "unsigned"


def _key(request: Request) -> str:
    signed = CREDENTIAL.search(request.headers.get("Authorization", ""))
    return signed["key"] if signed else ""


def _model_name(service: str, request: Request) -> str:
    if service == "elasticloadbalancing":
        return "elb" if request.values.get("Version") == CLASSIC_LOAD_BALANCING else "elbv2"
    return MODEL_NAMES.get(service, service)


def _parameters(operation: OperationModel, request: Request, path_parameters: dict[str, Any]) -> dict[str, Any]:
    protocol = determine_request_protocol(operation.service_model, request.content_type)
    make_parser = cast("Callable[[OperationModel], _Parser]", PROTOCOL_PARSERS[protocol])
    return make_parser(operation).parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.get_data(),
            "url_path": request.path,
            "url_params": path_parameters,
        }
    )


def _plain_action(request: Request) -> str:
    target = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
    return request.values.get("Action") or target or f"{request.method} {request.path}"
