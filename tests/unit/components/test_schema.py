"""What a package made of the components would offer: typing drift is a red test."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

from pulumi.provider.experimental.analyzer import Analyzer

from components.environment import Environment
from components.fleet import Fleet
from components.router import Router
from tests.unit.components.harness import deploy

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

EXAMPLE = Path(__file__).parents[3] / "examples/two_colors/__main__.py"


def test_the_schema_is_as_published(snapshot: SnapshotAssertion) -> None:
    """Inputs, outputs, types and descriptions that Pulumi's analyzer reads from the components."""
    assert Analyzer("bluegreen").analyze([Environment, Fleet, Router]) == snapshot


def test_the_example_uses_them_as_plain_components() -> None:
    """A second program builds router and both environments in one stack."""
    graph = deploy(lambda: runpy.run_path(str(EXAMPLE)) and None, "example")
    assert set(graph.of("aws:autoscaling/group:Group")) == {"blue-fleet", "green-fleet"}
    assert len(graph.of("aws:lb/listener:Listener")) == 1


def test_the_examples_router_finds_its_colors_records() -> None:
    """What the gate asks for is what the environments of the same stack write."""
    graph = deploy(lambda: runpy.run_path(str(EXAMPLE)) and None, "example")
    (asked,) = graph.looked_up
    written = {properties["name"] for properties in graph.of("aws:ssm/parameter:Parameter").values()}
    assert written == {asked.active, *asked.releases.values()}
    assert [name.removesuffix("/intent") for name in asked.intents.values()] == [
        name.removesuffix("/release") for name in asked.releases.values()
    ]
