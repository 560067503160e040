"""Runs that change a stack: what is told of them, and how a failure is worded."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from ops.engine import Engine
from ops.engine_command import EngineError
from ops.heard import Heard
from ops.interrupts import SIGNALS
from ops.problem import Code, Problem
from ops.updates import Updates
from tests.unit.ops.fake_engine import FakeEngine, failure, outcome

if TYPE_CHECKING:
    from pathlib import Path

LOCKED = """error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete
  file:///state/locks/1.json: created by ada@laptop (pid 7) at 2026-11-21T20:00:00Z"""


def _said(severity: str, message: str) -> Any:
    return {"diagnosticEvent": {"severity": severity, "message": message}}


def _hear(*events: Any) -> Heard:
    heard = Heard(lambda _: None)
    for event in events:
        heard.line(json.dumps(event))
    heard.line("a warning of the shell")
    return heard


def test_a_refusal_is_told_once_in_the_programs_own_words() -> None:
    """Without the hook's name, and without what the engine adds to it."""
    refused = 'before hook "router-gate" failed: refused, nothing was changed: so\n'
    empty = "update failed\n", "an unhandled error occurred: program exited with non-zero exit code: 1\n"
    heard = _hear(*(_said("error", each) for each in (refused, refused, *empty)))
    assert heard.errors == ["refused, nothing was changed: so"]


def test_what_the_program_says_is_passed_on_and_the_rest_is_not() -> None:
    """Debugging and empty lines are for nobody."""
    told: list[str] = []
    heard = Heard(told.append)
    for severity, message in (("info", "the gate is passed\n"), ("warning", "so"), ("debug", "rpc"), ("info", "\n")):
        heard.line(json.dumps(_said(severity, message)))
    assert told == ["the gate is passed", "so"]


def test_what_stays_is_no_change() -> None:
    """Nor are the stack's own outputs."""
    token = "aws:lb/listener:Listener"  # noqa: S105  a type
    heard = _hear(
        outcome(token, "router", {}, {}, "defaultActions"),
        outcome(token, "other", {}),
        outcome("pulumi:pulumi:Stack", "bluegreen-router", {}, {}, "outputs"),
    )
    assert heard.changed == ["update aws:lb/listener:Listener router"]


@pytest.mark.parametrize("kind", ["resOpFailedEvent", "resOutputsEvent"])
def test_a_change_that_was_tried_is_known(kind: str) -> None:
    """Whether it failed or not: what was begun is not taken back from the stack's file."""
    step = {"op": "update", "type": "aws:lb/listener:Listener", "urn": "urn::router"}
    assert _hear({kind: {"metadata": step}}).attempted
    assert not _hear(_said("error", "no credentials")).attempted


def test_a_failed_update_is_a_problem_with_its_stack() -> None:
    """Exit code 4."""
    engine = FakeEngine(events={"up router": [failure("refused, nothing was changed: so")]})
    updates = Updates(engine, lambda _: None)  # pyright: ignore[reportArgumentType]
    with pytest.raises(Problem, match=r"^router: refused, nothing was changed: so\n  next: bluegreen status") as caught:
        updates.up("router")
    assert caught.value.code is Code.RESOURCE


def test_whoever_holds_the_lock_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine has no event for that."""
    program = tmp_path / "pulumi"
    program.write_text(f"#!/bin/sh\ncat >&2 <<END\n{LOCKED}\nEND\nexit 255\n")
    program.chmod(0o755)
    (tmp_path / "Pulumi.yaml").write_text("name: bluegreen\nruntime: python\n")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(Problem, match=r"is being updated by somebody else: .*ada@laptop(.|\n)*pulumi cancel") as caught:
        Updates(Engine(tmp_path), lambda _: None).up("router")
    assert caught.value.code is Code.RESOURCE


def _send(*numbers: signal.Signals) -> None:
    for number in numbers:
        os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", SIGNALS)
def test_an_interrupt_waits_for_the_engine(number: signal.Signals, capsys: pytest.CaptureFixture[str]) -> None:
    """It hears it as well, and completes its step; what it then did counts."""
    engine = FakeEngine(update=lambda: _send(number))
    Updates(engine, lambda _: None).up("router")  # pyright: ignore[reportArgumentType]
    assert "interrupted: waiting for the engine" in capsys.readouterr().err
    assert engine.interrupts == 1


@pytest.mark.parametrize(
    ("numbers", "heard"),
    [
        ((signal.SIGINT, signal.SIGTERM), 1),
        ((signal.SIGTERM, signal.SIGHUP, signal.SIGTERM), 1),
        ((signal.SIGINT, signal.SIGINT), 2),
    ],
)
def test_only_a_person_who_insists_ends_the_engine_at_once(numbers: tuple[signal.Signals, ...], heard: int) -> None:
    """A canceled job sends several signals, and the engine takes a second one as the wish to end in the midst."""
    engine = FakeEngine(update=lambda: _send(*numbers))
    Updates(engine, lambda _: None).up("router")  # pyright: ignore[reportArgumentType]
    assert engine.interrupts == heard


@pytest.mark.parametrize("number", SIGNALS)
def test_an_update_that_was_cut_short_is_no_success(number: signal.Signals, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 8, and what the engine said of it."""
    engine = FakeEngine()

    def run(_command: list[str], _hear: object = None) -> str:
        _send(number)
        raise EngineError(1, "cut short")

    engine.run = run  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(Problem, match=r"^interrupted: router: (.|\n)*cut short") as caught:
        Updates(engine, lambda _: None).up("router")  # pyright: ignore[reportArgumentType]
    assert caught.value.code is Code.CANCELLED
    assert "interrupted: waiting for the engine" in capsys.readouterr().err


def test_a_destroy_asks_the_program() -> None:
    """Its guard decides; without a prompt that would hold the lock, and without a preview."""
    engine = FakeEngine(events={"destroy green": [failure("refused, nothing was changed: so")]})
    with pytest.raises(Problem, match=r"^green: refused, nothing was changed: so") as caught:
        Updates(engine, lambda _: None).destroy("green")  # pyright: ignore[reportArgumentType]
    assert caught.value.code is Code.RESOURCE
    assert engine.asked == ["destroy --run-program --yes --skip-preview --stack green"]


@pytest.mark.parametrize("command", ["up", "destroy"])
def test_what_ctrl_c_met_is_known_afterwards(command: str) -> None:
    """Also where the engine completed it: whoever has more to do stops there."""
    engine = FakeEngine(update=lambda: os.kill(os.getpid(), signal.SIGINT))
    updates = Updates(engine, lambda _: None)  # pyright: ignore[reportArgumentType]
    assert not updates.interrupted
    getattr(updates, command)("green")
    assert updates.interrupted
