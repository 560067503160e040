"""What a figure holds, read back from its SVG."""

from __future__ import annotations

from collections import defaultdict
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def shapes(figure: str, kind: str, of: str | None = None) -> list[dict[str, str]]:
    """Attributes of the shapes of KIND (`rect`, `circle`, `path`) in FIGURE, of those of class OF where given."""
    found = (dict(each.attrib) for each in ET.fromstring(figure).iter(f"{SVG}{kind}"))  # noqa: S314  our own
    return [each for each in found if of is None or of in each.get("class", "").split()]


def text(figure: str) -> str:
    """Every text of FIGURE, what stands at one height on one line."""
    rows: defaultdict[float, list[tuple[float, str]]] = defaultdict(list)
    for each in ET.fromstring(figure).iter(f"{SVG}text"):  # noqa: S314  as above
        rows[float(each.get("y", 0))].append((float(each.get("x", 0)), (each.text or "").strip("\n")))
    lines = ["".join(words for _, words in sorted(rows[height])) for height in sorted(rows)]
    return "\n".join(line.replace("\xa0", " ").rstrip() for line in lines)


def size(figure: str) -> str | None:
    """Its width and height."""
    return ET.fromstring(figure).get("viewBox")  # noqa: S314  as above
