"""Every test of this folder belongs to the engine tier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.workspace import Workspace
from tests.engine.guard_stage import GuardStage
from tests.engine.switch_stage import SwitchStage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.client import LocalAws


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.engine)


@pytest.fixture(scope="session")
def deployed_switch_stage(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> SwitchStage:
    """One deployed set of three stacks for all modules that try switches."""
    workspace = Workspace(tmp_path_factory.mktemp("switches"), cloud.environment, "safe-")
    return SwitchStage(cloud, workspace).deploy()


@pytest.fixture
def switch_stage(deployed_switch_stage: SwitchStage) -> Iterator[SwitchStage]:
    """Blue live at 1.0.0, green idle at 1.1.0, no wait, no soak; settings, faults and traffic are put back."""
    yield deployed_switch_stage
    deployed_switch_stage.put_back()


@pytest.fixture(scope="session")
def deployed_guard_stage(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> GuardStage:
    """One deployed set of three stacks for all modules that try to hurt a color that must stay."""
    stage = GuardStage(cloud, Workspace(tmp_path_factory.mktemp("guards"), cloud.environment, "guard-"))
    stage.deploy()
    return stage


@pytest.fixture
def guard_stage(deployed_guard_stage: GuardStage) -> Iterator[GuardStage]:
    """Blue live, green idle, no wait, no soak; settings, faults and traffic are put back, releases stay."""
    yield deployed_guard_stage
    deployed_guard_stage.put_back()
