"""`bluegreen plan` on real stacks: what it says of ten kinds of change, as docs/plan.md shows it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from local.workspace import Workspace
from ops.plan.markdown import LIMIT
from tests.engine.bluegreen import PROJECT, Said, bluegreen
from tests.engine.many.__main__ import MANY, SECRET
from tests.engine.switch_stage import SwitchStage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from syrupy.assertion import SnapshotAssertion

    from local.client import LocalAws

SCHEMA: dict[str, Any] = json.loads((PROJECT / "docs" / "plan.schema.json").read_text())

PLACEHOLDERS = (
    (re.compile(r"arn(:|&#58;)aws\S*?(?=[.;,\s]|$)"), "ARN"),
    (re.compile(r"\b(blue|green)-fleet-[0-9a-f]{7}\b"), r"\1-fleet"),
    (re.compile(r"\bi-[0-9a-f]{17}\b"), "INSTANCE"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"), "TIME"),
)
"""What AWS names anew each time."""


class Page(SingleFileSnapshotExtension):
    """A snapshot is a page of Markdown."""

    _write_mode = WriteMode.TEXT
    file_extension = "md"


@pytest.fixture(scope="module")
def deployed(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> SwitchStage:
    """A set of its own, on which nobody ever switched: a plan tells of the last switch too."""
    return SwitchStage(cloud, Workspace(tmp_path_factory.mktemp("plans"), cloud.environment, "plan-")).deploy()


@pytest.fixture
def plan_stage(deployed: SwitchStage) -> Iterator[SwitchStage]:
    """Blue live at 1.0.0, green idle at 1.1.0; settings and traffic are put back."""
    yield deployed
    deployed.put_back()


@pytest.fixture
def page(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """What a plan is compared with."""
    return snapshot.use_extension(Page)


def _files(stage: SwitchStage) -> dict[str, str]:
    return {path.name: path.read_text() for path in stage.workspace.directory.glob("Pulumi*.yaml")}


def _text(said: Said) -> str:
    text = said.out
    for pattern, name in PLACEHOLDERS:
        text = pattern.sub(name, text)
    return text


def _level(stage: SwitchStage, level: str, page: SnapshotAssertion, name: str) -> None:
    """The plan is as on the PAGE of NAME, exits with 7 for LEVEL, and changed nothing."""
    stood, before = _files(stage), stage.cloud.last_call()
    said = bluegreen(stage, "plan", "--markdown", "--fail-on", level)
    assert said.code == 7, said.out + said.err
    assert f"Level: `{level}`" in said.out
    assert _text(said) == page(name=name)
    assert stage.cloud.writes(before) == []
    assert _files(stage) == stood


def _idle(stage: SwitchStage) -> None:
    stage.workspace.configure("green", release="1.2.0")


def _switch(stage: SwitchStage) -> None:
    stage.workspace.configure("router", active_color="green")


def _canary(stage: SwitchStage) -> None:
    stage.workspace.configure("router", canary="green@10")


def _refused(stage: SwitchStage) -> None:
    stage.workspace.configure("router", active_color="green", min_targets=5)


def _drift(stage: SwitchStage) -> None:
    stage.set_weights(blue=50, green=50)


def _drift_and_switch(stage: SwitchStage) -> None:
    _drift(stage)
    _switch(stage)


def _live(stage: SwitchStage) -> None:
    stage.workspace.configure("blue", release="1.2.0")


def _live_accepted(stage: SwitchStage) -> None:
    stage.workspace.configure("blue", release="1.2.0", allow_live_change="blue@1.0.0")


def _router(stage: SwitchStage) -> None:
    stage.workspace.configure("router", deregistration_delay=7)


SITUATIONS: dict[str, tuple[str, Callable[[SwitchStage], None]]] = {
    "nothing": ("none", lambda _stage: None),
    "idle-deploy": ("idle", _idle),
    "switch": ("traffic", _switch),
    "canary": ("traffic", _canary),
    "switch-refused": ("refused", _refused),
    "drift": ("refused", _drift),
    "drift-and-switch": ("refused", _drift_and_switch),
    "live-color-refused": ("refused", _live),
    "live-color-accepted": ("live", _live_accepted),
    "router-changed": ("router", _router),
}
"""By the name of its page: the level, and what makes it."""


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_plan_says_what_would_happen(plan_stage: SwitchStage, name: str, page: SnapshotAssertion) -> None:
    """In one sentence first, whatever the change; and nothing is written."""
    level, make = SITUATIONS[name]
    make(plan_stage)
    _level(plan_stage, level, page, name)


def test_a_program_gets_the_same_as_a_document(plan_stage: SwitchStage) -> None:
    """As its schema says, twice the same, and the level below --fail-on is no failure."""
    _switch(plan_stage)
    said = [bluegreen(plan_stage, "plan", "--json", "--fail-on", "live") for _ in range(2)]
    assert [each.code for each in said] == [0, 0]
    assert said[0].out == said[1].out
    document = said[0].document
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert (document["level"], document["moves"]["percent"]) == ("traffic", 100)
    assert document["gate"]["passes"]
    assert document["rollback"]["to"] == "blue"


def test_five_hundred_resources_fit_and_a_secret_stays_one(plan_stage: SwitchStage, page: SnapshotAssertion) -> None:
    """What does not fit is counted; neither Markdown nor JSON holds what is secret."""
    stage = plan_stage
    stage.workspace.run_program(Path(__file__).parent / "many")
    said = bluegreen(stage, "plan", "--markdown")
    assert said.code == 0, said.err
    assert len(said.out.encode()) <= LIMIT
    assert _text(said) == page(name="five-hundred")
    document = bluegreen(stage, "plan", "--json")
    assert len(document.document["stacks"][stage.workspace.stack("green")]["steps"]) >= MANY
    assert SECRET not in said.out + said.err + document.out + document.err


def test_a_destroyed_color_comes_back_without_touching_traffic(
    plan_stage: SwitchStage, page: SnapshotAssertion
) -> None:
    """It is a deployment to an idle color."""
    stage = plan_stage
    stage.workspace.destroy("green").check()
    try:
        _level(stage, "idle", page, "destroyed-idle")
    finally:
        stage.workspace.up("green").check()


def test_the_first_deployment(
    cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory, page: SnapshotAssertion
) -> None:
    """There is no router yet, and the plan says so."""
    workspace = Workspace(tmp_path_factory.mktemp("first"), cloud.environment, "first-")
    workspace.init()
    _level(SwitchStage(cloud, workspace), "router", page, "first-deployment")
