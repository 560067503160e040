"""Stickiness of a target group: Pulumi's shape, AWS' attributes, and the way between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.providers.property import block, flag, normal, number, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from local.providers.property import Property
    from local.providers.values import Properties, Value

_DAY_SECONDS = 86400
_WEEK_SECONDS = 604800
_BY_LOAD_BALANCER = "lb_cookie"
_DURATION = "stickiness.lb_cookie.duration_seconds"

STICKINESS: Property = block(
    {
        "enabled": flag(default=True),
        "type": text(required=True),
        "cookieDuration": number(default=_DAY_SECONDS),
        "cookieName": text(),
    },
    computed=True,
)


def problems(stickiness: Value) -> Iterator[tuple[str, str]]:
    """Yield what the official provider would refuse in STICKINESS, and what this one does not do."""
    if not isinstance(stickiness, dict):
        return
    kind, seconds = stickiness.get("type"), stickiness.get("cookieDuration")
    if isinstance(kind, str) and kind != _BY_LOAD_BALANCER:
        yield "stickiness.type", f"the local AWS provider knows {_BY_LOAD_BALANCER} only, got {kind!r}"
    if isinstance(seconds, (int, float)) and not 0 <= seconds <= _WEEK_SECONDS:
        yield "stickiness.cookieDuration", f"expected 0 to {_WEEK_SECONDS} seconds, got {seconds:g}"


def written(stickiness: Properties) -> Value:
    """Return STICKINESS as ModifyTargetGroupAttributes takes it: all of it, whatever changed."""
    if not stickiness:
        return []
    seconds = normal("number", stickiness.get("cookieDuration", _DAY_SECONDS))
    values = {
        "stickiness.enabled": str(normal("flag", stickiness.get("enabled", True))).lower(),
        "stickiness.type": stickiness["type"],
        _DURATION: str(int(seconds)),
    }
    return [{"Key": key, "Value": value} for key, value in values.items()]


def told(attributes: Mapping[str, str]) -> Properties:
    """Return what AWS' ATTRIBUTES say of stickiness."""
    return {
        "cookieDuration": int(attributes.get(_DURATION, _DAY_SECONDS)),
        "cookieName": "",
        "enabled": attributes.get("stickiness.enabled") == "true",
        "type": attributes.get("stickiness.type", _BY_LOAD_BALANCER),
    }
