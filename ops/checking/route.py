"""Whether the preview route leads where it should, found out by one request before a load takes it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from components.switch.probe import ask
from components.switch.smoke import shut_out, unnamed

if TYPE_CHECKING:
    from components.color import Color
    from components.switch.switching import Switching


def astray(switching: Switching, color: Color, path: str, *, proven: bool) -> str | None:
    """Why no load can be sent to COLOR: nobody answers, or another color does; None when it can.

    An answer without a color's name is enough where the smoke paths have PROVEN the route, and where the service or
    the load balancer failed: that is for the load to count.
    """
    answer = ask(switching.url + path, switching.preview_headers[color])
    if answer.failure:
        return f"{path} could not be asked at {switching.url}: {answer.failure}"
    seen = answer.header(switching.verify.header)
    if seen is None:
        return None if proven or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR else f"{path} {unnamed(switching)}"
    return None if seen == color.value else f"{path} {shut_out(switching, seen)}"
