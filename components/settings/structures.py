"""How lists and objects are read: Pulumi hands them over as JSON. A ValueError means that the value is not allowed."""

import ipaddress
import json
import re
from typing import Any

from components.color import Color
from components.settings.values import PATH, STACK_NAME, Read, refuse

LARGEST_NETWORKS = 4
"""A rule takes 5 condition values in all (ELB user guide, "Quotas for your Application Load Balancers", "Condition
values per rule"), and the preview header is one of them."""


def mapping(key: str, value: str) -> Read[dict[str, str]]:
    """An object of texts; names match KEY and values match VALUE as a whole."""

    def read(text: str) -> dict[str, str]:
        parsed: Any = json.loads(text)
        if not isinstance(parsed, dict):
            raise ValueError(text)  # noqa: TRY004  not allowed, as any other text
        pairs = {str(name): _text(item) for name, item in parsed.items()}
        if not all(re.fullmatch(key, name) and re.fullmatch(value, item) for name, item in pairs.items()):
            raise ValueError(text)
        return pairs

    return read


def stack_names(text: str) -> dict[Color, str]:
    """`{"blue": "shop-blue", "green": "shop-green"}`: exactly both colors, each with a stack's name."""
    named = mapping("|".join(color.value for color in Color), STACK_NAME)(text)
    return {color: named[color.value] for color in Color} if len(named) == len(Color) else refuse(text)


def paths(text: str) -> tuple[str, ...]:
    """`["/ready"]`: paths that begin with a slash, in their order; none where the list is empty."""
    items = _texts(text)
    return items if all(re.fullmatch(PATH, item) for item in items) else refuse(text)


def networks(text: str) -> tuple[str, ...]:
    """`["10.0.0.0/8", "2001:db8::/32"]`: 1 to 4 different IPv4 or IPv6 networks, each written as AWS writes it."""
    items = tuple(_network(item) for item in _texts(text))
    return items if 1 <= len(items) <= LARGEST_NETWORKS and len(set(items)) == len(items) else refuse(text)


def _network(text: str) -> str:
    parsed = ipaddress.ip_network(text)
    return str(parsed) if re.fullmatch(r"[^/%]+/[0-9]{1,3}", text) else refuse(text)


def _texts(text: str) -> tuple[str, ...]:
    parsed: Any = json.loads(text)
    if not isinstance(parsed, list) or not all(isinstance(item, str) for item in parsed):
        raise ValueError(text)
    return tuple(parsed)


def _text(item: object) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    return str(item) if isinstance(item, str | int | float) else refuse(str(item))
