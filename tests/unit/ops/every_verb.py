"""All verbs by name, for what each of them must do."""

from __future__ import annotations

from ops import app

VERBS = [verb.__name__ for verb, _ in app.VERBS]

ARGUMENTS = {"deploy": ["1.2.0"]}
"""What a verb can't do without."""
