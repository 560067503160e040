"""What is asked of the `pulumi` on PATH: never a lock, a selection or a secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import stamina

from ops.engine import SECRET, Engine
from ops.problem import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = """#!/bin/sh
echo "$@" >> {folder}/asked
if [ -s {folder}/failures ]; then
    head -1 {folder}/failures >&2
    sed -i 1d {folder}/failures
    exit 6
fi
cat {folder}/answer
[ ! -e {folder}/fail ]
"""

TAKES_LOCK_OR_SHOWS = ("--show-secrets", " select", "up ", "destroy", "import", "cancel", "config set", "config rm")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder, and a `pulumi` that answers with the file `answer` and notes what it was asked."""
    (tmp_path / "Pulumi.yaml").write_text("name: bluegreen\nruntime: python\n")
    program = tmp_path / "bin" / "pulumi"
    program.parent.mkdir()
    program.write_text(PROGRAM.format(folder=tmp_path))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.delenv("PULUMI_BACKEND_URL", raising=False)
    return tmp_path


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


def _answer(folder: Path, document: Any) -> Engine:
    (folder / "answer").write_text(document if isinstance(document, str) else json.dumps(document))
    return Engine(folder)


def test_without_an_engine_that_is_what_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And how to get one."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Problem, match=r"the engine is missing(.|\n)*make setup") as caught:
        Engine(tmp_path)
    assert caught.value.code is Code.CONFIG


def test_secrets_stay_masked(folder: Path) -> None:
    """An encrypted setting is known to be one, and its text stands for nothing."""
    engine = _answer(folder, {"aws:token": {"secret": True}, "aws:region": {"value": "eu-west-1", "secret": False}})
    found = engine.configuration("blue")
    assert found.texts == {"aws:token": SECRET, "aws:region": "eu-west-1"}
    assert found.secrets == {"aws:token"}


def test_nothing_that_is_asked_locks_selects_or_decrypts(folder: Path) -> None:
    """Each question names its stack, and none of them changes what the next plain `pulumi` would do."""
    engine = _answer(folder, {"url": "file:///x"})
    engine.outputs("blue")
    engine.backend()
    engine.refresh("blue", lambda _: None)
    _answer(folder, {}).configuration("blue")
    _answer(folder, []).updating()
    asked = (folder / "asked").read_text()
    assert [word for word in TAKES_LOCK_OR_SHOWS if word in asked] == []
    assert "refresh --preview-only --run-program=false" in asked


def test_the_environment_names_the_backend_without_a_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It beats what anybody logged in to, in the engine as well."""
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://bucket")
    assert _answer(folder, {}).backend() == "s3://bucket"
    assert not (folder / "asked").exists()


def test_a_state_that_is_being_written_is_read_again(folder: Path) -> None:
    """A backend of files lets one see it half-written; that is no error unless it stays."""
    (folder / "failures").write_text("error: failed to load checkpoint\nerror: failed to load checkpoint\n")
    assert _answer(folder, {"url": "http://x"}).outputs("router") == {"url": "http://x"}


def test_another_failure_is_told_at_once(folder: Path) -> None:
    """Asking again for a stack that does not exist helps nobody."""
    (folder / "failures").write_text("error: no stack named 'x' found\n")
    with pytest.raises(Problem) as caught:
        _answer(folder, {}).outputs("x")
    assert caught.value.code is Code.NO_STACK
    assert len((folder / "asked").read_text().splitlines()) == 1


def test_a_failed_refresh_tells_what_went_wrong(folder: Path) -> None:
    """The provider's own message stands in an event, not in what the engine says last."""
    event = {"diagnosticEvent": {"severity": "error", "message": "no route to AWS\n"}}
    engine = _answer(folder, json.dumps(event) + "\n")
    (folder / "fail").touch()
    with pytest.raises(Problem, match="no route to AWS") as caught:
        engine.refresh("blue", lambda _: None)
    assert caught.value.code is Code.RESOURCE
