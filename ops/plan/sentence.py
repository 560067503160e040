"""A plan in one sentence: what happens to live traffic comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.color import pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ops.plan.report import ColorPlan, Moves


def sentence(  # noqa: PLR0913  all of it is told
    moves: Moves | None,
    colors: Sequence[ColorPlan],
    refusals: Iterable[str],
    *,
    beside: bool,
    first: bool,
    stuck: bool = False,
) -> str:
    """What MOVES and changes of COLORS do, or why not: REFUSALS. BESIDE: the router changes beside its weights.

    FIRST says that there is no router yet, STUCK that its update would only find live weights that nobody declared.
    Those that the state does not know precede everything.
    """
    return _upper(
        "; ".join(
            [*_drift(colors, first=first, stuck=stuck), *_main(moves, colors, refusals, beside=beside, first=first)]
        )
    )


def drifted(colors: Sequence[ColorPlan]) -> bool:
    """Whether live weights are not those that the state knows."""
    return any(each.live != each.known for each in colors)


def _drift(colors: Sequence[ColorPlan], *, first: bool, stuck: bool) -> list[str]:
    if first or not drifted(colors):
        return []
    live, known = pair({each.color: each.live for each in colors}), pair({each.color: each.known for each in colors})
    told = f"live traffic is {live} and not {known} (blue/green), as the state holds"
    return [f"{told}, so that an update of the router would fail" if stuck else told]


def _main(
    moves: Moves | None, colors: Sequence[ColorPlan], refusals: Iterable[str], *, beside: bool, first: bool
) -> list[str]:
    refused = list(refusals)
    if refused:
        return [f"would be refused: {_first_line(refused[0])}"]
    told: list[str] = []
    if first:
        gets = " and ".join(f"{each.color.value} gets {each.then} %" for each in colors if each.then)
        told.append(f"deploys the router for the first time, where {gets} of the traffic")
    elif moves:
        told.append(f"moves {moves.percent} % of traffic from {moves.source} to {moves.target}")
    if beside and not first:
        told.append("changes the router beside its weights")
    told += [_color(each) for each in colors if each.touched]
    if not told:
        return ["nothing changes"]
    # The promise stands only where nothing else was said before.
    return [f"{'; '.join(told)}: no live traffic is touched"] if _harmless(moves, colors, beside=beside) else told


def _harmless(moves: Moves | None, colors: Sequence[ColorPlan], *, beside: bool) -> bool:
    return moves is None and not beside and not any(each.touched and each.serves for each in colors)


def _color(each: ColorPlan) -> str:
    where = f"{each.color.value}, which gets live traffic," if each.serves else f"{each.color.value} (idle)"
    return _deed(each, where).removesuffix(",")


def _deed(each: ColorPlan, where: str) -> str:
    was, becomes = each.releases
    if was != becomes:
        return f"deploys {becomes} to {where}"
    if each.parked[0] != each.parked[1]:
        return f"{'parks' if each.parked[1] else 'unparks'} {where}"
    return f"changes {where}"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
