"""The roles of CI as the program in iam/ declares them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from components.ci.policies import ROLES, Place, policy, trust
from components.ci.roles import CiRoles
from tests.unit.components.harness import deploy

if TYPE_CHECKING:
    from tests.unit.components.harness import Graph

PLACE = Place("123456789012", "us-east-1", "acme/shop", "shop", "acme-state", stack_prefix="prod-")

ROLE, POLICY = "aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"
PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"


def _declared(**args: Any) -> Graph:
    declared: Any = {"place": PLACE, **args}
    return deploy(lambda: CiRoles("ci", declared), "ci")


def test_there_is_a_role_for_each_environment() -> None:
    """Named as the workflows name it, trusted and allowed as docs/iam says."""
    graph = _declared()
    roles = graph.of(ROLE)
    assert {name: inputs["name"] for name, inputs in roles.items()} == {
        role: f"prod-bluegreen-{role}" for role in ROLES
    }
    for role in ROLES:
        assert json.loads(roles[role]["assumeRolePolicy"]) == trust(role, PLACE)
        assert json.loads(graph.of(POLICY)[role]["policy"]) == policy(role, PLACE)
    assert set(graph.outputs["ci"]["role_arns"]) == set(ROLES)


def test_an_account_trusts_github_once() -> None:
    """Whoever has the identity provider keeps it."""
    (inputs,) = _declared().of(PROVIDER).values()
    assert inputs == {"url": "https://token.actions.githubusercontent.com", "clientIdLists": ["sts.amazonaws.com"]}
    assert _declared(has_provider=True).of(PROVIDER) == {}


def test_a_boundary_holds_every_role() -> None:
    """Where one is named."""
    arn = "arn:aws:iam::123456789012:policy/boundary"
    roles = _declared(permissions_boundary=arn).of(ROLE).values()
    assert [inputs["permissionsBoundary"] for inputs in roles] == [arn] * len(ROLES)
    assert all("permissionsBoundary" not in inputs for inputs in _declared().of(ROLE).values())
