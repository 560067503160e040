"""An error in the words of the protocol that a call came by: XML for some of AWS's services, JSON for others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid4

from moto.core.exceptions import ServiceException
from moto.core.request import determine_request_protocol
from moto.core.serialize import SerializationContext, get_serializer_class
from werkzeug.wrappers import Response

from local.cloud.decode import operation_of

if TYPE_CHECKING:
    from moto.core.request import Request

    from local.cloud.fault import Refusal


class _AwsError(ServiceException):
    """Code and message as moto's serializers look for them."""


def error_answer(request: Request, refusal: Refusal) -> Response:
    """Answer REQUEST with REFUSAL; as JSON where no model of AWS's knows the operation."""
    try:
        operation, _ = operation_of(request)
        protocol = determine_request_protocol(operation.service_model, request.content_type)
    except Exception:  # noqa: BLE001  as in decode: whatever the parsers stumble over
        return _plain(refusal)
    make_serializer = get_serializer_class(operation.service_model.service_name, protocol)
    serializer = make_serializer(operation, SerializationContext(str(uuid4())))
    answer = serializer.serialize(_AwsError(refusal.code, refusal.message))
    return Response(answer["body"], refusal.status, answer["headers"])


def _plain(refusal: Refusal) -> Response:
    body = json.dumps({"__type": refusal.code, "message": refusal.message})
    return Response(body, refusal.status, content_type="application/x-amz-json-1.1")
