"""Requests per second by color over time, as a page that any browser opens."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, HEIGHT, MARGIN = 960, 320, 40
FILLS = {"blue": "#2f6fde", "green": "#2e9e5b", "failed": "#d43d3d"}

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: {width}px }}
text {{ font: 12px system-ui, sans-serif }}</style>
<h1>{title}</h1>
<svg viewBox="0 0 {width} {height}" role="img" aria-label="{title}">{shapes}</svg>
<p>{legend}</p></html>
"""


def figure(seconds: Sequence[Mapping[str, int]], marks: Mapping[str, float], title: str) -> str:
    """A page with one bar a second, stacked by color.

    SECONDS are counts by color with the unix `second` of each; MARKS are moments (unix seconds) by what happened then.
    """
    inner = seconds[1:-1] or seconds
    start = inner[0]["second"] if inner else 0
    highest = max((sum(_counts(item).values()) for item in inner), default=1) or 1
    step = (WIDTH - 2 * MARGIN) / max(len(inner), 1)
    shapes = [_axis(highest, len(inner))]
    shapes += [_bar(item, MARGIN + index * step, step, highest) for index, item in enumerate(inner)]
    shapes += [_mark(name, MARGIN + (moment - start) * step) for name, moment in marks.items()]
    legend = ", ".join(f'<b style="color:{fill}">{name}</b>' for name, fill in FILLS.items())
    return _PAGE.format(
        title=escape(title),
        width=WIDTH,
        height=HEIGHT,
        shapes="".join(shapes),
        legend=f"Answers per second, by color: {legend}. Dashed: the command of a switch.",
    )


def _counts(item: Mapping[str, int]) -> dict[str, int]:
    return {name: item.get(name, 0) for name in FILLS}


def _bar(item: Mapping[str, int], left: float, width: float, highest: int) -> str:
    bars, bottom = "", float(HEIGHT - MARGIN)
    for name, count in _counts(item).items():
        tall = count / highest * (HEIGHT - 2 * MARGIN)
        bottom -= tall
        place = f'x="{left:.1f}" y="{bottom:.1f}" width="{width * 0.92:.1f}" height="{tall:.1f}"'
        bars += f'<rect {place} fill="{FILLS[name]}"/>'
    return bars


def _axis(highest: int, seconds: int) -> str:
    base, right = HEIGHT - MARGIN, WIDTH - MARGIN
    return (
        f'<path d="M{MARGIN} {MARGIN}V{base}H{right}" fill="none" stroke="#888"/>'
        f'<text x="{MARGIN - 6}" y="{MARGIN + 4}" text-anchor="end">{highest}</text>'
        f'<text x="{MARGIN - 6}" y="{base}" text-anchor="end">0</text>'
        f'<text x="{MARGIN}" y="{base + 18}">0 s</text>'
        f'<text x="{right}" y="{base + 18}" text-anchor="end">{seconds} s</text>'
    )


def _mark(name: str, left: float) -> str:
    return (
        f'<path d="M{left:.1f} {MARGIN - 12}V{HEIGHT - MARGIN}" stroke="#333" stroke-dasharray="4 3"/>'
        f'<text x="{left + 4:.1f}" y="{MARGIN - 4}">{escape(name)}</text>'
    )
