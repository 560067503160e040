"""A mistake gets one clear error, an exit code that is not 0, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from local.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local.client import LocalAws

CASES: list[tuple[str, dict[str, Any], str]] = [
    ("router", {"active_color": "purple"}, "active_color: 'purple' is not allowed; blue or green"),
    ("router", {"color": "blue"}, "either a router (active_color) or an environment (color)"),
    ("router", {"active_color": None}, "either a router (active_color) or an environment (color)"),
    ("router", {"canary": "green@80"}, "canary: 'green@80' is not allowed"),
    ("router", {"canary": "green@ten"}, "canary: 'green@ten' is not allowed"),
    ("router", {"http_port": 70000}, "http_port: '70000' is not allowed; a port, 1 to 65535"),
    ("router", {"health_check_timeout": 10}, "below health_check_interval"),
    ("router", {"nta": "none"}, "nta: 'none' is not allowed; there is no such setting, the nearest is nat"),
    ("blue", {"capacity": {"min": 5, "max": 2}}, "0 <= min <= desired <= max"),
    ("blue", {"release": ""}, "release: '' is not allowed"),
    ("blue", {"release": "1.0 ; reboot"}, "it becomes a tag value"),
    ("blue", {"router": "nowhere"}, "the router's stack organization/bluegreen/nowhere can't be read"),
    ("blue", {}, "Deploy it first: pulumi up --stack"),
    ("blue", {"user_data": "nowhere.sh"}, "the user-data template nowhere.sh can't be read"),
]


@pytest.fixture(scope="module")
def initialized(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three stacks that were never deployed."""
    made = Workspace(tmp_path_factory.mktemp("stacks"), cloud.environment, "bad-")
    made.init()
    return made


@pytest.fixture
def workspace(initialized: Workspace) -> Iterator[Workspace]:
    """The three stacks; their files are put back afterwards."""
    files = {path: path.read_text() for path in initialized.directory.glob("Pulumi*.yaml")}
    yield initialized
    for path, text in files.items():
        path.write_text(text)


@pytest.mark.parametrize(("role", "settings", "message"), CASES)
def test_a_mistake_changes_nothing(
    cloud: LocalAws, workspace: Workspace, role: str, settings: dict[str, Any], message: str
) -> None:
    """The message stands once, without a traceback, and the cloud saw no write."""
    before = cloud.last_call()
    workspace.configure(role, **settings)
    run = workspace.up(role)
    assert run.code != 0
    assert message in run.output
    assert "Traceback" not in run.output
    assert cloud.writes(before) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#!/bin/bash\n{{ colour }}\n", "unknown placeholders: colour"),
        ("#!/bin/bash\n" + "#" * 16384, "EC2 takes 16384"),
    ],
)
def test_a_bad_template_changes_nothing(
    cloud: LocalAws, workspace: Workspace, tmp_path: Path, text: str, message: str
) -> None:
    """A template with an unknown placeholder, or one that renders over 16 KB, is refused before anything is built."""
    before = cloud.last_call()
    template = tmp_path / "user_data.sh"
    template.write_text(text)
    workspace.configure("blue", user_data=str(template))
    run = workspace.up("blue")
    assert run.code != 0
    assert message in run.output
    assert "Traceback" not in run.output
    assert cloud.writes(before) == []
