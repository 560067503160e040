"""Write the README's settings table from the settings themselves: `python -m tools.settings_table`."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, is_dataclass
from pathlib import Path

from components.settings.fields import FIELDS, Field

README = Path(__file__).parent.parent / "README.md"
SECTION = re.compile(r"(<!-- settings -->\n).*?(<!-- /settings -->)", re.DOTALL)


def settings_table() -> str:
    """Return a Markdown table of every setting: key, whose it is, default, what is allowed, what it does."""
    lines = ["| setting | stack | default | allowed | what it does |", "|---|---|---|---|---|"]
    for field in FIELDS:
        cells = (f"`{field.key}`", field.role, _default(field), field.allowed, field.about)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def with_table(text: str) -> str:
    """Return the README's TEXT with its table brought up to date."""
    return SECTION.sub(lambda found: found[1] + settings_table() + found[2], text)


def _default(field: Field[object]) -> str:
    if field.required:
        return "required"
    if field.shown is not None:
        return field.shown
    value = field.default
    if is_dataclass(value) and not isinstance(value, type):
        shown = {"minimum": "min", "maximum": "max"}
        pairs = {shown.get(name, name): part for name, part in asdict(value).items() if part is not None}
        return f"`{json.dumps(pairs)}`"
    if value is None:
        return "none"
    return f"`{json.dumps(value).strip(chr(34))}`"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text()))
