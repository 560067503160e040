"""How each kind of value is read from its text; a ValueError means that the value is not allowed."""

import ipaddress
import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from components.color import MAXIMUM_CANARY, Color

T = TypeVar("T")

Read = Callable[[str], T]
"""Turns a setting's text into its value, or raises ValueError."""


def integer(low: int, high: int) -> Read[int]:
    """A whole number from LOW to HIGH."""

    def read(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise ValueError(text)
        return number

    return read


def pattern(expression: str) -> Read[str]:
    """A text that matches EXPRESSION as a whole."""

    def read(text: str) -> str:
        if not re.fullmatch(expression, text):
            raise ValueError(text)
        return text

    return read


def choice(*allowed: str) -> Read[str]:
    """One of the words ALLOWED."""

    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(text)
        return text

    return read


def number_of(*allowed: int) -> Read[int]:
    """One of the numbers ALLOWED."""

    def read(text: str) -> int:
        if int(text) not in allowed:
            raise ValueError(text)
        return int(text)

    return read


def boolean(text: str) -> bool:
    """`true` or `false`, as Pulumi writes them."""
    return {"true": True, "false": False}[text.lower()] if text.lower() in {"true", "false"} else _refuse(text)


def color(text: str) -> Color:
    """`blue` or `green`."""
    return Color(text)


def canary(text: str) -> tuple[Color, int]:
    """`green@10`: a color and its share in percent."""
    name, _, share = text.partition("@")
    return Color(name), integer(0, MAXIMUM_CANARY)(share)


def network(text: str) -> str:
    """An IPv4 network that a VPC takes, /16 to /24 (VPC user guide, "VPC CIDR blocks").

    Smaller than /24 there is no room for four subnets.
    """
    parsed = ipaddress.IPv4Network(text)
    smallest, largest = 24, 16
    return str(parsed) if largest <= parsed.prefixlen <= smallest else _refuse(text)


def release(text: str) -> str:
    """A release's name: it becomes a tag value and a line of the user data, so no quotes and no blanks at the ends."""
    return pattern(r"[A-Za-z0-9+\-=._:/@](?:[A-Za-z0-9+\-=._:/@ ]{0,126}[A-Za-z0-9+\-=._:/@])?")(text)


def mapping(key: str, value: str) -> Read[dict[str, str]]:
    """A JSON object of texts; names match KEY and values match VALUE as a whole."""

    def read(text: str) -> dict[str, str]:
        parsed: Any = json.loads(text)
        if not isinstance(parsed, dict):
            raise ValueError(text)  # noqa: TRY004  not allowed, as any other text
        pairs = {str(name): _text(item) for name, item in parsed.items()}
        if not all(re.fullmatch(key, name) and re.fullmatch(value, item) for name, item in pairs.items()):
            raise ValueError(text)
        return pairs

    return read


def _text(item: object) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    return str(item) if isinstance(item, str | int | float) else _refuse(str(item))


def _refuse(text: str) -> Any:  # noqa: ANN401  never returns
    raise ValueError(text)
