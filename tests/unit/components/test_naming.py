"""Fixed names and sibling stacks."""

import pytest

from components.naming import sibling


@pytest.mark.parametrize(
    ("stack", "role", "expected"),
    [
        ("blue", "blue", "router"),
        ("staging-blue", "blue", "staging-router"),
        ("blue-sky-blue", "blue", "blue-sky-router"),
        ("blue_prod", "blue", "router_prod"),
        ("team.blue", "blue", "team.router"),
        ("bluebird", "blue", None),
        ("first", "blue", None),
    ],
)
def test_a_sibling_is_the_same_name_with_another_role(stack: str, role: str, expected: str | None) -> None:
    """The last whole word counts."""
    assert sibling(stack, role, "router") == expected
