"""The fault matrix: whatever goes wrong in a switch, clients see nothing of it, and what is said leads on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from local.workspace import Workspace
from tests import faults
from tests.engine.switch_stage import SwitchStage
from tests.faults.matrix import FAST, MATRIX
from tests.faults.play import play
from tests.faults.table import documented, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.client import LocalAws
    from tests.faults.row import Row

RECORDED = Path(faults.__file__).parent / "recorded.json"


@pytest.fixture(scope="module")
def deployed(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> SwitchStage:
    """One set of stacks for all rows."""
    return SwitchStage(cloud, Workspace(tmp_path_factory.mktemp("faults"), cloud.environment, "faults-")).deploy()


@pytest.fixture
def stage(deployed: SwitchStage) -> Iterator[SwitchStage]:
    """The stage of one row; settings and traffic are put back."""
    yield deployed
    deployed.put_back()


def _rows() -> list[Any]:
    return [pytest.param(row, id=row.name, marks=() if row.fast else (pytest.mark.nightly,)) for row in MATRIX]


@pytest.mark.parametrize("row", _rows())
def test_a_fault_is_survived(stage: SwitchStage, row: Row) -> None:
    """The row ends as it says, loses no request, and does on the stand-in what it did on the real provider's code."""
    outcome = play(stage, row)
    assert outcome.problems == ()
    assert line(outcome) in documented()
    assert outcome.runs == json.loads(RECORDED.read_text())[row.name]


def test_the_document_has_every_row() -> None:
    """The table names each fault once, in order, and nothing else."""
    names = [text.split(" | ")[0].removeprefix("| ") for text in documented()[2:]]
    assert names == [row.name for row in MATRIX]
    assert len(set(names)) == len(names)
    assert FAST
