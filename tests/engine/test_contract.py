"""The stand-in does what the real provider's code did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from local.workspace import Workspace
from tests.contract.__main__ import PROGRAM, RECORDED
from tests.contract.properties import changed_one_by_one
from tests.contract.scenario import play

if TYPE_CHECKING:
    from local.client import LocalAws


@pytest.fixture(scope="module")
def workspace(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three stacks for the whole scenario."""
    return Workspace(tmp_path_factory.mktemp("contract"), cloud.environment, "contract-")


def _recorded(name: str) -> dict[str, Any]:
    return json.loads((RECORDED / f"{name}.json").read_text())


@pytest.mark.timeout(600)
def test_every_step_is_as_recorded(workspace: Workspace) -> None:
    """Exit codes, operations and what they touch are those of the real provider's code, step by step."""
    played, recorded = play(workspace), _recorded("scenario")
    assert {name: step for name, step in played.items() if step != recorded[name]} == {}
    assert list(played) == list(recorded)


def test_every_property_is_as_recorded(workspace: Workspace) -> None:
    """Each property that the program sets updates or replaces as with the real provider's code."""
    workspace.run_program(PROGRAM)
    played, recorded = changed_one_by_one(workspace), _recorded("properties")
    assert {name: lines for name, lines in played.items() if lines != recorded[name]} == {}
