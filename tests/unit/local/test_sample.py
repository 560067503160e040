"""The sample service that tests and demo run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from local import sample
from local.workspace import ROLES, Workspace

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_what_the_repository_declares_before_it_is_a_services(request: pytest.FixtureRequest) -> None:
    """What is tested is what is shipped; a service's own files say something else."""
    folder = request.config.rootpath
    shipped = yaml.safe_load((folder / "Pulumi.yaml").read_text())
    if shipped["name"] != sample.PROJECT:
        pytest.skip("this repository is a service's")
    assert sample.project()["config"] == shipped["config"]
    for role in ROLES:
        assert yaml.safe_load((folder / f"Pulumi.{role}.yaml").read_text()) == {
            "config": sample.stack(sample.STACKS[role])
        }


def test_another_project_has_a_namespace_of_its_own(tmp_path: Path) -> None:
    """Two services in one account: settings are written and read under the project's name."""
    workspace = Workspace(tmp_path, {}, project="shop")
    workspace.configure("green", release="2.0.0")
    workspace.share(service="shop")
    assert workspace.settings("green") == {"color": "green", "release": "2.0.0"}
    assert yaml.safe_load((tmp_path / "Pulumi.yaml").read_text())["config"]["shop:service"] == {"value": "shop"}
    assert "bluegreen:" not in (tmp_path / "Pulumi.green.yaml").read_text()
