"""What a terminal still shows of all that was written to it."""

from __future__ import annotations

import re

_SEQUENCE = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|([\r\n])")

_PORT = re.compile(r"(?<=//127\.0\.0\.1):\d+")


def shown(raw: str) -> list[str]:
    """The lines that are left of RAW, styles kept as ANSI sequences; what was erased or written over is gone.

    It knows what rich and the engine send: colors, carriage returns, the cursor up, and erased lines.
    """
    lines, row, last = [""], 0, 0
    for found in _SEQUENCE.finditer(raw):
        lines[row] += raw[last : found.start()]
        last = found.end()
        count, action, moved = found.groups()
        if moved == "\n":
            row += 1
            lines += [""] * (row == len(lines))
        elif action == "A":
            row = max(0, row - int(count or 1))
        elif action == "K":
            lines[row] = ""
        elif action == "m":
            lines[row] += found.group()
    lines[row] += raw[last:]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def masked(line: str) -> str:
    """LINE without the port of the local load balancer's URL, which is another in each run."""
    return _PORT.sub("", line)
