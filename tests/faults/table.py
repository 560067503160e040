"""The table of docs/faults.md, made from what was played."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.faults.play import Outcome

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "faults.md"
BEGIN, END = "<!-- faults -->", "<!-- /faults -->"

HEAD = "| what goes wrong | the update | requests failed | the way on | converged | switch log |"


def table(outcomes: Iterable[Outcome], *, measured: bool = False) -> list[str]:
    """The table's lines; where MEASURED with counts, which differ from run to run."""
    return [HEAD, "|---" * HEAD.count(" |") + "|", *(line(outcome, measured=measured) for outcome in outcomes)]


def line(outcome: Outcome, *, measured: bool = False) -> str:
    """One row."""
    row = outcome.row
    lost = row.lost or str(outcome.failed)
    cells = (
        row.name,
        row.ending.value,
        f"{outcome.failed} of {outcome.sent}" if measured else lost,
        ", ".join(step.text for step in row.way_on) or "none needed",
        "yes" if outcome.converged else "NO",
        ", ".join(outcome.log) or "none",
    )
    return f"| {' | '.join(cells)} |"


def write(outcomes: Iterable[Outcome]) -> None:
    """Put the table of OUTCOMES between the document's marks."""
    text = DOCUMENT.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    DOCUMENT.write_text("\n".join([f"{before}{BEGIN}", *table(outcomes), f"{END}{after}"]))


def documented() -> list[str]:
    """The table's lines as they stand in the document."""
    inside = DOCUMENT.read_text().split(BEGIN)[1].split(END)[0]
    return inside.strip().splitlines()
