"""`bluegreen parity`: whether blue and green are the same thing, as AWS has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components.color import Color
from ops import options
from ops.engine import Engine
from ops.problem import Code
from ops.saved import begin
from ops.terminal import console, progress, say_json

if TYPE_CHECKING:
    from ops.differences import Difference
    from ops.live import LiveResource
    from ops.project import Named

EXAMPLE = "bluegreen parity --stack-prefix prod-"

STACK = "pulumi:pulumi:Stack"

TARGET_GROUP = "<the color's target group>"


def parity(
    named: Named,
    *,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Compare blue and green as AWS has them, without a lock: exit code 7 where they differ in what must be equal."""
    with progress("comparing blue with green", no_color=no_color):
        found = look(Engine(named.folder), named)
    wrong = [each for each in found if each.why is None]
    allowed = [each for each in found if each.why is not None]
    if as_document:
        told = {"differences": [_document(each) for each in wrong], "may_differ": [_document(each) for each in allowed]}
        say_json({"version": 1, "equal": not wrong, **told})
        return Code.CHANGES if wrong else Code.OK
    terminal = console(no_color=no_color)
    for each in wrong:
        terminal.print(words(each), markup=False, soft_wrap=True)
    counted = f"{len(wrong)} differences" if len(wrong) != 1 else "1 difference"
    terminal.print(f"blue and green have {counted} that must not be" if wrong else "blue and green are the same thing")
    if allowed:
        terminal.print("what may differ:")
    # Parts of a list that differ in the same way have the same words.
    for line in dict.fromkeys(f"  {each.why}: {words(each)}" for each in allowed):
        terminal.print(line, markup=False, soft_wrap=True)
    return Code.CHANGES if wrong else Code.OK


def look(engine: Engine, named: Named) -> list[Difference]:
    """All that blue and green of the set that NAMED means differ in. Raises Problem."""
    with begin(engine, named) as saved:
        from ops.differences import compare  # noqa: PLC0415  as in `status`
        from ops.graph import graph  # noqa: PLC0415
        from ops.live import read_all  # noqa: PLC0415
        from ops.stacks import read_stacks  # noqa: PLC0415

        stacks = read_stacks(saved)
    stacks.check_complete()
    live = read_all(engine, stacks.names.values())
    resources = {color: live[stacks.names[color]] for color in Color}
    blue, green = (graph(color.value, resources[color], {stacks.target_groups[color]: TARGET_GROUP}) for color in Color)
    return compare(blue, green, (_release(resources[Color.BLUE]), _release(resources[Color.GREEN])))


def _release(resources: list[LiveResource]) -> str | None:
    """What a color runs, by its stack's own outputs."""
    saved = next((each.saved for each in resources if each.type == STACK), {})
    return saved.get("release")


def words(each: Difference) -> str:
    """EACH on one line."""
    from ops.drifts import show  # noqa: PLC0415

    blue, green = show(each.blue), show(each.green)
    same = next((at for at, (one, other) in enumerate(zip(blue, green, strict=False)) if one != other), 0)
    begin_at = max(0, same - BEFORE)
    return f"{each.path}: blue {_short(blue, begin_at)}, green {_short(green, begin_at)}"


LONG, BEFORE = 120, 40
"""Characters of a value that a line shows, from so many before the first that differs; `--json` has all of it."""


def _short(text: str, begin_at: int) -> str:
    if len(text) <= LONG:
        return text
    return f"…{text[begin_at : begin_at + LONG]}… ({len(text)} characters)"


def _document(each: Difference) -> dict[str, Any]:
    from ops.live import ABSENT  # noqa: PLC0415

    values = {"blue": each.blue, "green": each.green}
    told = {color: None if value is ABSENT else value for color, value in values.items()}
    return {"path": each.path, **told, **({"why": each.why} if each.why else {})}
