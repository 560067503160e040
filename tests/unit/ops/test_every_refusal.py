"""What no verb can do without: each says it once, clearly, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest
from botocore.exceptions import EndpointConnectionError

from ops import app
from ops.problem import Code
from tests.unit.ops.every_verb import ARGUMENTS, VERBS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

BY_THE_ENGINE_ALONE = ("drift", "parity")
"""They ask AWS nothing by themselves."""

CHANGING = ("deploy", "switch", "rollback", "park", "unpark", "sync", "drill")

ENGINE_SAYS = {
    "error: get stack secrets manager: incorrect passphrase": "PULUMI_CONFIG_PASSPHRASE",
    "error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE": "PULUMI_CONFIG_PASSPHRASE",
    "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions": "pulumi login",
    "error: could not list bucket: blob (code=Unknown)": "pulumi whoami",
}
"""What the engine says to a wrong passphrase, to none, and where there is no backend; what must be told next."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder with nothing on PATH."""
    for stack in ("router", "blue", "green"):
        (tmp_path / f"Pulumi.{stack}.yaml").write_text("config: {}\n")
    (tmp_path / "Pulumi.yaml").write_text("name: bluegreen\nruntime: python\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def _run(verb: str) -> int:
    return app.run([verb, *ARGUMENTS.get(verb, [])])


def _told(capsys: pytest.CaptureFixture[str], what: str, following: str) -> None:
    said = capsys.readouterr()
    told, _, command = said.err.partition("\n  next: ")
    assert what in told
    assert following in command
    assert "Traceback" not in said.err
    assert said.out == ""


def _files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.glob("Pulumi*.yaml")}


@pytest.mark.parametrize("verb", VERBS)
def test_without_an_engine(verb: str, folder: Path, aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """And how to get one."""
    before = _files(folder)
    assert _run(verb) == Code.CONFIG
    _told(capsys, "the engine is missing", "make setup")
    assert (aws.calls, _files(folder)) == ([], before)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("said", ENGINE_SAYS)
def test_without_passphrase_or_backend(
    verb: str, said: str, folder: Path, aws: FakeAws, capsys: pytest.CaptureFixture[str]
) -> None:
    """The engine's own words become what to do."""
    before = _files(folder)
    program = folder / "bin" / "pulumi"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 255\n")
    program.chmod(0o755)
    assert _run(verb) == Code.CONFIG
    _told(capsys, "", ENGINE_SAYS[said])
    assert (aws.calls, _files(folder)) == ([], before)


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in BY_THE_ENGINE_ALONE])
def test_without_aws(verb: str, project: Path, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4, and how to see why."""
    before = _files(project)
    gone = EndpointConnectionError(endpoint_url="nowhere")
    with mock.patch("components.cloud._configured", side_effect=gone):
        assert _run(verb) == Code.RESOURCE
    _told(capsys, "AWS can't be asked", "aws sts get-caller-identity")
    assert _files(project) == before
    assert not any(command.startswith(("config set", "config rm", "up", "destroy")) for command in engine.asked)


@pytest.mark.parametrize("verb", CHANGING)
def test_beside_another_update(
    verb: str, project: Path, aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who holds the lock is named before anything is written; `pulumi cancel` only where that run is dead."""
    before = _files(project)
    engine.address = "https://api.example.com"
    with mock.patch.object(type(engine), "updating", return_value=frozenset({"router", "blue", "green"})):
        assert _run(verb) == Code.RESOURCE
    _told(capsys, "is being updated by", "pulumi cancel --stack")
    assert (aws.writes, _files(project)) == ([], before)
