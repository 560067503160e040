"""How each kind of value is read from its text; a ValueError means that the value is not allowed."""

import ipaddress
import re
from collections.abc import Callable
from typing import NoReturn, TypeVar

from components.color import MAXIMUM_CANARY, Color

T = TypeVar("T")

Read = Callable[[str], T]
"""Turns a setting's text into its value, or raises ValueError."""

PATH = r"/[!-~]{0,1023}"
STACK_NAME = r"[A-Za-z0-9_.\-]{1,100}"
COLOR_RELEASE_ALLOWED = "COLOR@RELEASE, such as green@1.1.0"
HEADER_ALLOWED = "a header's name, at most 40 characters"

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


def integer(low: int, high: int) -> Read[int]:
    """A whole number from LOW to HIGH."""

    def read(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise ValueError(text)
        return number

    return read


def seconds(low: int, high: int) -> Read[int]:
    """Whole seconds from LOW to HIGH, written `90s`, `15m`, `24h`, `7d`, or as a plain number of seconds."""

    def read(text: str) -> int:
        found = re.fullmatch(r"([0-9]{1,9})([smhd]?)", text)
        number = int(found[1]) * _UNITS[found[2]] if found else refuse(text)
        return number if low <= number <= high else refuse(text)

    return read


def decimal(low: float, high: float) -> Read[float]:
    """A number from LOW to HIGH, written with or without a decimal point: neither exponent nor sign."""

    def read(text: str) -> float:
        number = float(text) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text) else refuse(text)
        return number if low <= number <= high else refuse(text)

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
    return {"true": True, "false": False}[text.lower()] if text.lower() in {"true", "false"} else refuse(text)


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
    return str(parsed) if largest <= parsed.prefixlen <= smallest else refuse(text)


def release(text: str) -> str:
    """A release's name: it becomes a tag value and a line of the user data, so no quotes and no blanks at the ends."""
    return pattern(r"[A-Za-z0-9+\-=._:/@](?:[A-Za-z0-9+\-=._:/@ ]{0,126}[A-Za-z0-9+\-=._:/@])?")(text)


def path(text: str) -> str:
    """A path of a URL, with its query if it has one."""
    return pattern(PATH)(text)


def header(text: str) -> str:
    """An HTTP header's name: a token (RFC 9110, 5.6.2), of at most the 40 characters that a rule's condition takes.

    The limit: ELB API reference, HttpHeaderConditionConfig.
    """
    return pattern(r"[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,40}")(text)


def topic_or_command(text: str) -> str:
    """The ARN of a standard SNS topic, or a command of one line.

    A topic's name has up to 256 letters, digits, - and _; that of a FIFO topic ends with .fifo (SNS API reference,
    CreateTopic). What begins like an address, an ARN included, is no command.
    """
    if text.lower().startswith("arn:"):
        return pattern(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}")(text)
    return pattern(r"(?![^\s=]*(?:://|@))\S[^\n\r\0]*")(text)


def color_release(text: str) -> str:
    """`green@1.1.0`: one color with one release."""
    name, _, named = text.partition("@")
    return color(name).at(release(named))


def weight_pair(text: str) -> str:
    """`50/50`: the weights of blue and green, 0 to 999 each, without leading zeros."""
    found = re.fullmatch(r"([0-9]{1,3})/([0-9]{1,3})", text)
    return f"{int(found[1])}/{int(found[2])}" if found else refuse(text)


def refuse(text: str) -> NoReturn:
    """Say that TEXT is not allowed."""
    raise ValueError(text)
