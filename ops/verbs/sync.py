"""`bluegreen sync`: the idle color gets what the active one runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ops import options
from ops.problem import Code, Problem
from ops.verbs.deploy import tell

if TYPE_CHECKING:
    from components.color import Color
    from ops.changing import Scene
    from ops.project import Named

EXAMPLE = "bluegreen sync --stack-prefix prod-"


def sync(
    named: Named,
    *,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Release to the idle color what the active one runs, once the idle one is not the way back any more."""
    from ops.idle import bring  # noqa: PLC0415  as in `status`

    tell(bring(named, None, _as_active, no_color=no_color), as_document, no_color)
    return Code.OK


def _as_active(scene: Scene, idle: Color) -> dict[str, str | None]:
    release = scene.seen.records.release(idle.other)
    if release is None:
        what = f"{idle.other.value} has no release record, so what it runs was never proven"
        raise Problem(what, f"pulumi up --stack {scene.stacks.names[idle.other]}", Code.RESOURCE)
    return {"release": release, "parked": None}
