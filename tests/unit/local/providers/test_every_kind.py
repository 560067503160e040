"""What holds for every resource type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.providers.aws.registry import TYPES
from local.providers.values import has_unknown, plain
from tests.unit.local.providers.fixtures import EVERY_KIND, Calls, World

if TYPE_CHECKING:
    from tests.unit.local.providers.engine import Engine


UNTAGGED = ("route", "association", "policy", "attachment", "fleet", "stream")

PART_OF_ANOTHER = ("route", "association", "attachment", "stream")
"""Their ids say nothing without the thing that they belong to."""


def test_the_table_names_every_type(world: World) -> None:
    """Whoever adds a type adds it here, and so to all tests below."""
    assert {world[name].urn.split("::")[2] for name in EVERY_KIND} == set(TYPES)


@pytest.mark.parametrize("name", EVERY_KIND)
def test_nothing_changes_after_a_creation(world: World, engine: Engine, name: str) -> None:
    """Preview, refresh, and preview after refresh show nothing, outputs included."""
    resource = world[name]
    assert engine.paths(resource) == []
    again = engine.refresh(resource)
    assert again is not None
    assert again.inputs == resource.inputs
    assert again.outputs == resource.outputs
    assert engine.paths(again) == []


@pytest.mark.parametrize("name", EVERY_KIND)
def test_a_preview_promises_the_outputs_that_come(world: World, engine: Engine, name: str) -> None:
    """What a preview shows as known is what the creation gives; the rest is unknown, not absent."""
    token, inputs = world.recipe(name)
    planned = engine.preview_create(token, name, **inputs)
    made = world[name].outputs
    known = {key: value for key, value in planned.items() if not has_unknown(value)}
    assert set(planned) <= set(made) | set(inputs)
    for key, value in known.items():
        if isinstance(value, (str, bool, int)):
            assert str(plain(made[key])) == str(value)


@pytest.mark.parametrize("name", EVERY_KIND)
def test_a_deleted_resource_is_gone(world: World, engine: Engine, name: str) -> None:
    """Delete takes it away, a refresh finds nothing, and deleting again is no error."""
    resource = world[name]
    engine.delete(resource)
    assert engine.refresh(resource) is None
    engine.delete(resource)


@pytest.mark.parametrize("name", [name for name in EVERY_KIND if name not in UNTAGGED])
def test_a_changed_tag_is_one_write(world: World, engine: Engine, calls: Calls, name: str) -> None:
    """Tags go through the tagging API, and nothing else is written."""
    resource = world[name]
    calls.actions.clear()
    updated = engine.update(resource, tags={"owner": "me"})
    assert updated.shown["tagsAll"] == {"owner": "me", "project": "bluegreen"}
    assert len(calls.writes) == (2 if name == "vpc" else 1)
    assert all("Tag" in action for action in calls.writes)
    assert engine.paths(updated, tags={"owner": "me"}) == []


@pytest.mark.parametrize("name", [name for name in EVERY_KIND if name not in PART_OF_ANOTHER])
def test_an_import_finds_what_was_made(world: World, engine: Engine, name: str) -> None:
    """By its id alone a resource is read with inputs that describe it."""
    resource = world[name]
    found = engine.imported(resource.urn.split("::")[2], resource.id)
    assert found.id == resource.id
    assert set(found.inputs) - {"__defaults"} <= set(found.outputs)
