"""Runbooks and how-tos do what they say: each session that they show is run, from the trouble to its end."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.workspace import Workspace
from tests.pages.page import Part, read
from tests.pages.shell import PROJECT, Shell
from tests.pages.situations import SITUATIONS
from tests.pages.stage import PageStage

if TYPE_CHECKING:
    from local.client import LocalAws

PAGES = sorted([*PROJECT.glob("docs/runbooks/*.md"), *PROJECT.glob("docs/how-to/*.md")])

GOES_ON = "goes-on"
"""No situation of its own: what was in the way is over, and all else is as the part before left it."""


@pytest.fixture(scope="module")
def stage(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> PageStage:
    """Blue live, green idle, in stacks that are named as the pages name them."""
    stage = PageStage(cloud, Workspace(tmp_path_factory.mktemp("runbooks"), cloud.environment))
    stage.deploy()
    return stage


def _chains(page: Path, *, nightly: bool) -> list[list[Part]]:
    """The parts of PAGE, those that go on with the one before together; without the long ones unless NIGHTLY."""
    chains: list[list[Part]] = []
    for part in read(page).parts:
        if part.situation == GOES_ON:
            chains[-1].append(part)
        else:
            chains.append([part])
    return [chain for chain in chains if nightly or not chain[0].nightly]


def _play(stage: PageStage, page: Path, folder: Path, *, nightly: bool) -> None:
    shell, over = Shell(stage, folder), read(page).over
    for chain in _chains(page, nightly=nightly):
        stage.put_back()
        for part in chain:
            situation = SITUATIONS[part.situation](stage) if part.situation != GOES_ON else nullcontext()
            with situation:
                for session in part.sessions:
                    shell.show(page.name, session)
        for session in over.sessions:
            shell.show(page.name, session)
        _assert_sound(stage)


def _assert_sound(stage: PageStage) -> None:
    """One color has all traffic and healthy targets; the record and the file name it, and nobody holds a lock."""
    weights = stage.weights()
    (live,) = (color for color, weight in weights.items() if weight)
    assert set(stage.health(live)) == {"healthy"}
    assert stage.active["color"] == stage.workspace.settings("router")["active_color"] == live
    state = Path(stage.cloud.directory) / "state" / ".pulumi" / "locks"
    assert list(state.rglob(f"{stage.workspace.stack('router')}/*.json")) == []


@pytest.mark.parametrize("page", [page for page in PAGES if _chains(page, nightly=False)], ids=lambda page: page.stem)
def test_a_page_does_what_it_says(stage: PageStage, page: Path, tmp_path: Path) -> None:
    """Each command ends and prints as it is shown, and afterwards all is as the page says it is when it is over."""
    _play(stage, page, tmp_path, nightly=False)


@pytest.mark.nightly
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_all_of_a_page_does_what_it_says(stage: PageStage, page: Path, tmp_path: Path) -> None:
    """As above, long ways out included."""
    _play(stage, page, tmp_path, nightly=True)
