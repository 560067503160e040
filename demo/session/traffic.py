"""Who answered, second by second, as a chart that follows the page from light to dark."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from demo.figure import FILLS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, PANEL, LEFT, RIGHT, TOP, BOTTOM = 960, 210, 52, 16, 58, 30
"""Of a panel, in pixels: width, height, and what lies around its bars."""

BARS = PANEL - TOP - BOTTOM
"""Pixels for 100 %."""

TICK = 10
"""Seconds from one label of the time axis to the next; the axis ends at a multiple of it."""

_FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" \
aria-labelledby="traffic-title">
<title id="traffic-title">Share of answers by color, second by second</title>
<style>
.page {{ fill: #ffffff }} text {{ font: 13px system-ui, sans-serif; fill: #1f2328 }} \
.head {{ font-weight: 600; font-size: 15px }}
.end {{ text-anchor: end }} .middle {{ text-anchor: middle }}
.line {{ fill: none; stroke: #59636e }} .mark {{ stroke-dasharray: 4 3 }}
@media (prefers-color-scheme: dark) {{ .page {{ fill: #0d1117 }} text {{ fill: #f0f6fc }} .line {{ stroke: #9198a1 }} }}
{fills}
</style>
<rect class="page" width="{width}" height="{height}" rx="6"/>
{shapes}
</svg>
"""
"""With a ground of its own: a page's scheme may be another than the browser's, which is the one that SVG hears of."""


@dataclass(frozen=True)
class Act:
    """One switch as clients saw it.

    `seconds` are counts of answers by color, and `failed`, with the unix `second` of each; `marks` are what happened
    by its moment in unix seconds.
    """

    title: str
    seconds: Sequence[Mapping[str, int]]
    marks: Mapping[float, str]

    @property
    def requests(self) -> int:
        """All of them."""
        return sum(sum(_counts(each).values()) for each in self.seconds)

    @property
    def failed(self) -> int:
        """Those of which clients got no good answer."""
        return sum(each.get("failed", 0) for each in self.seconds)


def chart(acts: Sequence[Act]) -> str:
    """ACTS one below the other, on one scale of time, as SVG."""
    span = max((math.ceil(len(act.seconds) / TICK) * TICK for act in acts), default=0) or TICK
    fills = "\n".join(f".{name} {{ fill: {fill} }}" for name, fill in FILLS.items())
    shapes = [_panel(act, span, PANEL * number) for number, act in enumerate(acts)]
    return _FIGURE.format(width=WIDTH, height=PANEL * len(acts), fills=fills, shapes="\n".join(shapes))


def _panel(act: Act, span: int, top: int) -> str:
    step = (WIDTH - LEFT - RIGHT) / span
    start = act.seconds[0]["second"] if act.seconds else 0
    told = f"{act.title}: {act.requests:,} requests, {act.failed:,} failed"
    bars = [_bar(each, LEFT + (each["second"] - start) * step, step) for each in act.seconds]
    marks = [_mark(what, LEFT + (moment - start) * step) for moment, what in act.marks.items()]
    head = f'<text class="head" x="{LEFT}" y="20">{escape(told)}</text>'
    return "\n".join([f'<g transform="translate(0 {top})">', head, *bars, _axes(span, step), *marks, "</g>"])


def _counts(second: Mapping[str, int]) -> dict[str, int]:
    return {name: second.get(name, 0) for name in FILLS}


def _bar(second: Mapping[str, int], left: float, width: float) -> str:
    counts = _counts(second)
    total, bottom, shapes = sum(counts.values()), float(TOP + BARS), ""
    for name, count in counts.items():
        if count:
            tall = count / total * BARS
            bottom -= tall
            shapes += (
                f'<rect class="{name}" x="{left:.1f}" y="{bottom:.1f}" width="{width * 0.92:.1f}" height="{tall:.1f}"/>'
            )
    # A share of 2 % would be easy to overlook.
    if counts["failed"]:
        shapes += f'<circle class="failed" cx="{left + width / 2:.1f}" cy="{TOP - 6}" r="3"/>'
    return shapes


def _axes(span: int, step: float) -> str:
    base = TOP + BARS
    labels = [
        f'<text class="middle" x="{LEFT + tick * step:.1f}" y="{base + 18}">{tick} s</text>'
        for tick in range(0, span, TICK)
    ]
    return (
        f'<path class="line" d="M{LEFT} {TOP}V{base}H{WIDTH - RIGHT}"/>'
        f'<text class="end" x="{LEFT - 6}" y="{TOP + 10}">100 %</text>'
        f'<text class="end" x="{LEFT - 6}" y="{base}">0 %</text>' + "".join(labels)
    )


def _mark(what: str, left: float) -> str:
    return (
        f'<path class="line mark" d="M{left:.1f} {TOP - 24}V{TOP + BARS}"/>'
        f'<text x="{left + 4:.1f}" y="{TOP - 14}">{escape(what)}</text>'
    )
