"""Errors as a person reads them: what was done, to what, which AWS action refused, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

if TYPE_CHECKING:
    from local.providers.values import Properties, Value


class ProviderError(Exception):
    """Something the user can act on; its text is the whole message."""


class InitFailedError(ProviderError):
    """The resource exists, and something that belongs to its creation or update did not work out."""

    def __init__(self, message: str, resource_id: str, outputs: Properties, inputs: Properties) -> None:
        """Keep what the engine has to remember: RESOURCE_ID, its OUTPUTS and INPUTS."""
        super().__init__(message)
        self.resource_id = resource_id
        self.outputs = outputs
        self.inputs = inputs


def code_of(error: Exception) -> str:
    """Return AWS' error code, or "" for anything else than AWS' answer."""
    answer: Value = error.response if isinstance(error, ClientError) else {}
    return answer.get("Error", {}).get("Code", "")


def worded(error: Exception, doing: str) -> str:
    """Return one readable message for ERROR, which met us while DOING something."""
    if isinstance(error, ClientError):
        answer: Value = error.response.get("Error", {})
        code, message = answer.get("Code", "?"), answer.get("Message", "no message")
        return f"{doing}: AWS refused {error.operation_name} with {code}: {message}"
    if isinstance(error, EndpointConnectionError):
        return f"{doing}: no AWS answers ({error}). Is the local AWS up? `python -m local up` starts it"
    if isinstance(error, (BotoCoreError, ProviderError)):
        return f"{doing}: {error}"
    return f"{doing}: {type(error).__name__}: {error} (a fault of the local provider; its log has the details)"
