"""random:index/randomId:RandomId."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.providers.values import Properties

TOKEN = "random:index/randomId:RandomId"  # noqa: S105 - a type token
OUTPUTS = frozenset({"b64Std", "b64Url", "dec", "hex"})
DEFAULTS: Properties = {}
REQUIRED = frozenset({"byteLength"})


def make(inputs: Properties) -> tuple[str, Properties]:
    """Return (id, outputs): one random number of `byteLength` bytes in four spellings, after `prefix`."""
    number = secrets.token_bytes(int(inputs["byteLength"]))
    prefix = inputs.get("prefix") or ""
    url = base64.urlsafe_b64encode(number).decode().rstrip("=")
    return url, {
        "b64Std": prefix + base64.b64encode(number).decode(),
        "b64Url": prefix + url,
        "dec": prefix + str(int.from_bytes(number, "big")),
        "hex": prefix + number.hex(),
    }
