"""User data as the instance sees it."""

from __future__ import annotations

import base64
import gzip
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moto.core.types import Base64EncodedString

GZIP_MAGIC = b"\x1f\x8b"


def decode(user_data: Base64EncodedString | str | None) -> str:
    """Text of base64 USER_DATA, gunzipped where it is gzip, as cloud-init does; empty when there is none.

    Bytes that are no UTF-8 become lone surrogates, so that encoding with "surrogateescape" gives them back.
    Source: EC2 User Guide, "Run commands on your Linux instance at launch"; cloud-init, "User data formats".
    """
    if user_data is None:
        return ""
    raw = base64.b64decode(str(user_data))
    if raw.startswith(GZIP_MAGIC):
        raw = gzip.decompress(raw)
    return raw.decode(errors="surrogateescape")
