"""A color whose router is gone: what is declared of it, and only where that is true."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING
from unittest import mock

import pulumi
import pytest

from components.environment_stack import deploy_environment
from components.guard.protection import GONE
from components.settings import EnvironmentSettings, load
from tests.unit.components.harness import Graph, deploy

if TYPE_CHECKING:
    from collections.abc import Mapping

ORPHAN = "random:index/randomId:RandomId"
"""What refuses everything but a destroy."""


def _deploy(stack: str, outputs: Mapping[str, Mapping[str, str]]) -> Graph:
    """Run the program as STACK, a color whose router is said to be gone, beside the stacks that have OUTPUTS."""
    texts = {"service": "shop", "color": "blue", "release": "1.0.0", "image": "ami-0123456789abcdef0", "router": GONE}
    settings = load(stack, {f"bluegreen:{key}": text for key, text in texts.items()})
    assert isinstance(settings, EnvironmentSettings)

    def saved(_function: str, args: dict[str, str]) -> object:
        name = args["name"].rpartition("/")[2]
        if name not in outputs:
            raise RuntimeError(f"unknown stack {name}")
        return SimpleNamespace(value={"outputs": outputs[name]})

    with mock.patch("pulumi.runtime.invoke", side_effect=saved):
        return deploy(lambda: deploy_environment(settings, stack) and None, stack)


@pytest.mark.parametrize(("stack", "router"), [("blue", "router"), ("staging-blue", "staging-router")])
def test_a_router_that_stands_is_not_taken_for_gone(stack: str, router: str) -> None:
    """Only it knows of the soak; the refusal names its stack, and the command that takes the setting back."""
    with pytest.raises(pulumi.RunError, match=f"the stack {router} stands") as raised:
        _deploy(stack, {router: {"url": "http://shop.example"}})
    assert f"pulumi config rm router --stack {stack}" in str(raised.value)


@pytest.mark.parametrize("outputs", [{}, {"router": {}}, {"staging-router": {"url": "http://shop.example"}}])
def test_nothing_but_the_teardown_of_an_orphan_is_declared(outputs: dict[str, dict[str, str]]) -> None:
    """Neither a stack that was removed, nor one that was destroyed, nor another color's router stands in the way."""
    graph = _deploy("blue", outputs)
    assert graph.hooks(ORPHAN, "router-gone") == {"before_create": ["router-gone"]}
    assert [token for token, _ in graph.requests if token.startswith("aws:")] == []
