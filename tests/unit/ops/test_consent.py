"""A person's word before something changes."""

from __future__ import annotations

import sys
from typing import Any

import pytest
import typer

from ops.consent import ask
from ops.problem import Code, Problem


def _terminal(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    def confirm(*_: object, **__: object) -> bool:
        if isinstance(answer, bool):
            return answer
        raise answer

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(typer, "confirm", confirm)


def test_who_agrees_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """And who agreed before, not at all."""
    _terminal(monkeypatch, answer=True)
    ask("move all traffic?", yes=False)
    _terminal(monkeypatch, AssertionError())
    ask("move all traffic?", yes=True)


@pytest.mark.parametrize("answer", [False, typer.Abort()])
def test_who_declines_or_leaves_has_changed_nothing(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    """Ctrl-C and the end of the input are a no; exit code 8."""
    _terminal(monkeypatch, answer)
    with pytest.raises(Problem, match="nothing was changed") as caught:
        ask("move all traffic?", yes=False)
    assert caught.value.code is Code.CANCELLED


def test_without_a_terminal_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script has to say so beforehand."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    with pytest.raises(Problem, match="again with --yes"):
        ask("move all traffic?", yes=False)
