"""All rows of the fault matrix."""

from __future__ import annotations

from tests.faults import rows_of_calls, rows_of_cuts, rows_of_hands

MATRIX = (*rows_of_calls.ROWS, *rows_of_cuts.ROWS, *rows_of_hands.ROWS)
"""In the table's order; names are unique."""

FAST = tuple(row for row in MATRIX if row.fast)
"""Those that could break unnoticed: played at every change."""
