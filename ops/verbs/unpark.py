"""`bluegreen unpark`: instances for a color that was parked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ops import options
from ops.problem import Code
from ops.terminal import say, say_json

if TYPE_CHECKING:
    from ops.project import Named

EXAMPLE = "bluegreen unpark --stack-prefix prod-"


def unpark(
    named: Named,
    *,
    color: options.OneColor = None,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Give the parked color its instances back: ends when all of them are healthy."""
    from ops.idle import bring  # noqa: PLC0415  as in `status`

    brought = bring(named, color, lambda _scene, _color: {"parked": None}, no_color=no_color)
    brought.check_healthy()
    if as_document:
        say_json(brought.document())
    else:
        say(brought.words("has its instances back"), no_color=no_color)
    return Code.OK
