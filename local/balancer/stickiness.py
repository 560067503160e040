"""The cookies that bind a client (ALB guide, "Sticky sessions for your Application Load Balancer").

One binds it to a target group of a weighted forward ("Target group stickiness"), the other to a target within its group
("Duration-based stickiness"). Their copies for requests across origins, with CORS in their names, are left out.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

GROUP_COOKIE = "AWSALBTG"
TARGET_COOKIE = "AWSALB"

TARGET_COOKIE_AGE = 604_800
"""Seconds that a client keeps the cookie of a target: 7 days, whatever the duration (ALB guide, as above)."""


def set_group_cookie(group: str, seconds: int, now: float) -> str:
    """Bind a client to GROUP for SECONDS from NOW: the value of a Set-Cookie header."""
    return f"{GROUP_COOKIE}={_value(group, now + seconds)}; Max-Age={seconds}; Path=/"


def set_target_cookie(group: str, target: str, seconds: int, now: float) -> str:
    """Bind a client to TARGET of GROUP for SECONDS from NOW: the value of a Set-Cookie header."""
    return f"{TARGET_COOKIE}={_value(f'{group} {target}', now + seconds)}; Max-Age={TARGET_COOKIE_AGE}; Path=/"


def sticky_group(value: str | None, groups: Container[str], now: float) -> str | None:
    """Read the group that a cookie VALUE names, or None if it has ended or is not one of GROUPS."""
    group = _name(value, now)
    return group if group in groups else None


def sticky_target(value: str | None, group: str, targets: Container[str], now: float) -> str | None:
    """Read the target of GROUP that a cookie VALUE names, or None if it has ended or is not one of TARGETS."""
    named, _, target = _name(value, now).rpartition(" ")
    return target if named == group and target in targets else None


def _value(name: str, expires: float) -> str:
    """Make an opaque value that holds NAME until EXPIRES, unix seconds.

    AWS encrypts it; here base64 is enough. The end stands in the value, so that a client that keeps the
    cookie longer is not bound longer. It is not renewed by later requests (assumed).
    """
    return base64.urlsafe_b64encode(json.dumps([name, expires]).encode()).decode()


def _name(value: str | None, now: float) -> str:
    """Read what a cookie VALUE holds; nothing if it has ended or is none of ours."""
    if not value:
        return ""
    try:
        name, expires = json.loads(base64.urlsafe_b64decode(value))
        return str(name) if now < float(expires) else ""
    except (ValueError, TypeError, binascii.Error):
        return ""
