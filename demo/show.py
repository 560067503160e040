"""How the proof is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from demo.proof import Proof


def table(proof: Proof) -> Table:
    """The proof as a table: claim, what was measured, whether it held."""
    rows = Table(title="What was promised, and what was measured")
    for column in ("claim", "measured", "held"):
        rows.add_column(column, overflow="fold")
    for claim in proof.claims:
        rows.add_row(claim.text, claim.measured, "yes" if claim.held else "NO")
    return rows


def closing(directory: Path, url: str, page: Path, seconds: float) -> str:
    """What to look at and what to play with next."""
    stacks = directory / "stacks"
    return f"""
Took {seconds:.0f} s. The figure: {page}
The local AWS is still up, and answers at {url}

Play on:
  . {directory}/env && cd {stacks}
  pulumi config set active_color green --stack router && pulumi up --stack router
Stop it: make down
"""
