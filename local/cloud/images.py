"""Publishing an image: what only Amazon does on AWS, and a test needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.utils import utcnow
from moto.ssm.models import Parameter, ssm_backends

if TYPE_CHECKING:
    from moto.ssm.models import SimpleSystemManagerBackend

RESERVED = "/aws/service/"
"""Where Amazon publishes (Systems Manager guide, "Discovering public parameters"); PutParameter is refused there."""


class NotPublishedError(Exception):
    """The parameter is not one that Amazon publishes, or the image is no image id."""


def publish(region: str, parameter: str, image: str) -> int:
    """Let the public PARAMETER name IMAGE; returns the parameter's new version. Raises NotPublishedError."""
    if not parameter.startswith(RESERVED):
        raise NotPublishedError(f"parameter must begin with {RESERVED}; use PutParameter for {parameter!r}")
    if not image.startswith("ami-"):
        raise NotPublishedError(f"image must be an image id such as ami-0123456789abcdef0; it was {image!r}")
    backend: SimpleSystemManagerBackend = ssm_backends[DEFAULT_ACCOUNT_ID][region]
    known = backend._parameters[parameter]  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    version = known[-1].version + 1 if known else 1
    new = Parameter(
        account_id=DEFAULT_ACCOUNT_ID,
        name=parameter,
        value=image,
        parameter_type="String",
        description=None,
        allowed_pattern=None,
        keyid=None,
        last_modified_date=utcnow(),
        version=version,
        data_type="text",
    )
    known.append(cast("Parameter", new))
    return version
