"""GitHub's expressions as the replay reads them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workflows.expressions import fill, holds
from tests.workflows.workflow import UnknownError

CONTEXTS: dict[str, Any] = {
    "vars": {"PREFIX": "prod-", "EMPTY": ""},
    "inputs": {},
    "github": {"ref_name": "v1.2.0", "event": {"pull_request": {"number": 7}}},
    "steps": {"check": {"outcome": "success", "outputs": {"run-id": "5"}}, "other": {"outputs": {}}},
    "success()": lambda: False,
    "failure()": lambda: True,
    "always()": lambda: True,
}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("bluegreen-${{ vars.PREFIX }}router", "bluegreen-prod-router"),
        ("${{ inputs.release || github.ref_name }}", "v1.2.0"),
        ("${{ vars.EMPTY }}blue", "blue"),
        ("${{ github.event.pull_request.number }}", "7"),
        ("${{ steps.other.outputs.run-id }}", ""),
        ("${{ 'it''s' == 'IT''S' }}", "true"),
    ],
)
def test_a_text_is_filled(text: str, filled: str) -> None:
    """As GitHub does."""
    assert fill(text, CONTEXTS) == filled


@pytest.mark.parametrize(
    ("condition", "runs"),
    [
        ("always()", True),
        ("steps.check.outputs.run-id != ''", False),
        ("failure() && steps.check.outcome == 'success'", True),
        ("${{ failure() && !(steps.check.outcome == 'failure') }}", True),
        ("success() || failure()", True),
    ],
)
def test_a_condition_holds_or_not(condition: str, *, runs: bool) -> None:
    """Where it names no status, a failure before it is enough to skip."""
    assert holds(condition, CONTEXTS) is runs


@pytest.mark.parametrize(
    "expression",
    [
        "vars.OTHER",
        "secrets.KEY",
        "hashFiles('x')",
        "github.actor",
        "'a' < 'b'",
        "contains(vars.PREFIX)",
        "(",
        "vars =",
    ],
)
def test_what_is_unknown_is_an_error(expression: str) -> None:
    """Or it would be replayed wrong."""
    with pytest.raises(UnknownError):
        fill(f"${{{{ {expression} }}}}", CONTEXTS)
