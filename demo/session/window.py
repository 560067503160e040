"""A session at the terminal as an SVG that looks the same on light and on dark pages."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from demo.session.terminal import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = 112
"""What the window shows at least, so that a run whose lines fold otherwise makes a figure of the same size."""

_FORMAT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" \
aria-labelledby="{unique_id}-title">
<title id="{unique_id}-title">bluegreen switch --steps, recorded</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre }}
.{unique_id}-title {{ font: bold 18px system-ui, sans-serif }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""Rich's own, without the fonts that it would load from elsewhere: pages that show images forbid that."""


def window(lines: Sequence[str], title: str) -> str:
    """LINES (with ANSI sequences) in a terminal's window of COLUMNS columns under TITLE, as SVG."""
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor", highlight=False
    )
    folded = [part for line in lines for part in Text.from_ansi(line).wrap(console, COLUMNS)]
    for part in [*folded, *[Text()] * (LINES - len(folded))]:
        part.rstrip()
        console.print(part)
    return console.export_svg(title=title, code_format=_FORMAT, unique_id="session")
