"""Which stacks are meant, and in which project."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.problem import Code, Problem
from ops.project import Named, find, name_stacks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project's folder."""
    (tmp_path / "Pulumi.yaml").write_text("name: bluegreen\n")
    return tmp_path


def test_the_project_is_found_from_a_folder_in_it(folder: Path) -> None:
    """As `pulumi` does."""
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    assert find(inner) == folder


def test_no_project_is_a_problem_with_the_next_command() -> None:
    """It names the folder, and how to name another."""
    with pytest.raises(Problem, match=r"no project in /: no Pulumi.yaml(.|\n)*next: cd PROJECT") as caught:
        find(Path("/"))
    assert caught.value.code is Code.CONFIG


def test_without_options_the_router_is_called_router(folder: Path) -> None:
    """And it knows its colors."""
    assert name_stacks(folder, None, None, None, None) == Named(folder, "router")


def test_a_prefix_precedes_the_router(folder: Path) -> None:
    """So that several sets stand side by side."""
    assert name_stacks(folder, "prod-", None, None, None).router == "prod-router"


def test_three_names_are_taken_as_they_are(folder: Path) -> None:
    """For sets whose names follow no rule."""
    assert name_stacks(folder, None, "r", "b", "g") == Named(folder, "r", "b", "g")


@pytest.mark.parametrize("names", [("prod-", "r", None, None), ("prod-", None, "b", None), (None, None, "b", "g")])
def test_names_that_contradict_each_other_are_refused(folder: Path, names: tuple[str | None, ...]) -> None:
    """Stacks are named once, and colors never without their router."""
    with pytest.raises(Problem) as caught:
        name_stacks(folder, *names)
    assert caught.value.code is Code.CONFIG
