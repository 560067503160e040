"""What is recorded of the roles of CI."""

from __future__ import annotations

from components.ci.policies import ROLES
from ops.app import VERBS
from tools.role_runs import ADMIN, RUNS


def test_every_role_has_runs() -> None:
    """And whoever may do everything makes the router first."""
    assert {act.role for act in RUNS} == {ADMIN, *ROLES}
    assert (RUNS[0].role, RUNS[0].words[0]) == (ADMIN, "up")


def test_every_verb_is_some_role_s() -> None:
    """Whoever adds a verb says under which role it runs."""
    recorded = {act.words[0] for act in RUNS if not act.engine}
    assert recorded == {verb.__name__ for verb, _ in VERBS}


def test_the_preview_role_runs_nothing_that_changes() -> None:
    """Only verbs that take no lock."""
    assert {act.words[0] for act in RUNS if act.role == "preview"} == {"plan", "status", "drift", "history", "parity"}
