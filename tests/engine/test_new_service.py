"""A new service's repository, made from this one: what is tested here passes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from tests.new_service import new_service, run

if TYPE_CHECKING:
    from pathlib import Path

READING = (
    "tests/unit/components/settings",
    "tests/unit/ops/verbs/test_init.py",
    "tests/unit/tools",
    "tests/unit/local/test_sample.py",
    "tests/unit/test_readme.py",
)
"""Tests that read the repository's own files: the only ones to which its name could matter."""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One service's, as its team finds it after the two commands."""
    return new_service(tmp_path_factory.mktemp("repository"), "web", "eu-central-1")


def test_a_repository_is_made_by_two_commands(repository: Path) -> None:
    """It has all that this one has, says whose it is, and has no trace of where it came from."""
    declared = yaml.safe_load((repository / "Pulumi.yaml").read_text())
    assert (declared["name"], declared["config"]["aws:region"]) == ("web", {"value": "eu-central-1"})
    assert "template" not in declared
    assert str(repository.parent) not in "".join(path.read_text() for path in repository.glob("Pulumi*.yaml"))
    assert (repository / ".github" / "README.md").read_text().startswith("# web\n")


def test_what_reads_the_repository_passes_there(repository: Path) -> None:
    """And its style: ruff, and the tests to which the files of a service matter."""
    run(repository, "ruff", "check")
    run(repository, "ruff", "format", "--check")
    run(repository, "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", *READING)


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_all_tests_pass_there(repository: Path) -> None:
    """As its team runs them."""
    run(repository, "make", "lint", "test")
