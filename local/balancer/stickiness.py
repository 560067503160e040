"""The cookie that binds a client to a target group (ALB guide, "Sticky sessions", "Target group stickiness")."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

COOKIE = "AWSALBTG"


def cookie_value(group: str, expires: float) -> str:
    """Make an opaque value that names GROUP until EXPIRES, unix seconds.

    AWS encrypts it; here base64 is enough. The end stands in the value, so that a client that keeps the
    cookie longer is not bound longer. It is not renewed by later requests (assumed).
    """
    return base64.urlsafe_b64encode(json.dumps([group, expires]).encode()).decode()


def set_cookie(group: str, seconds: int, now: float) -> str:
    """Bind a client to GROUP for SECONDS from NOW: the value of a Set-Cookie header."""
    return f"{COOKIE}={cookie_value(group, now + seconds)}; Max-Age={seconds}; Path=/"


def sticky_group(value: str | None, groups: Container[str], now: float) -> str | None:
    """Read the group that a cookie VALUE names, or None if it has ended or is not one of GROUPS."""
    if not value:
        return None
    try:
        group, expires = json.loads(base64.urlsafe_b64decode(value))
        return group if group in groups and now < float(expires) else None
    except (ValueError, TypeError, binascii.Error):
        return None
