"""The whole command line: what goes wrong becomes one message and an exit code."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ops import app
from ops.problem import Code, Problem
from tests.unit.ops.every_verb import ARGUMENTS, VERBS

if TYPE_CHECKING:
    from ops.project import Named
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

OPS = Path(app.__file__).parent


READING = ("status", "plan", "history", "drift", "parity")


def _raise(error: BaseException) -> Any:
    def verb(named: Named) -> int:  # noqa: ARG001  as each verb
        """Fail."""
        raise error

    return (verb, "bluegreen verb")


@pytest.mark.parametrize(
    ("error", "code"),
    [(Problem("it is so", "do this", Code.NO_STACK), Code.NO_STACK), (KeyboardInterrupt(), Code.CANCELLED)],
)
def test_an_error_becomes_an_exit_code(
    error: BaseException, code: Code, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And one message on stderr, never a traceback."""
    monkeypatch.setattr(app, "VERBS", (_raise(error),))
    assert app.run(["verb"]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert said.err.startswith(("error: it is so\n  next: do this", "interrupted"))


@pytest.mark.parametrize("words", [["status", "--nope"], ["nope"], ["history", "--last", "0"], ["status", "word"]])
def test_a_word_that_makes_no_sense_is_a_matter_of_options(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and what would make sense."""
    assert app.run(words) == Code.CONFIG
    assert "Usage" in capsys.readouterr().err


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("verb", VERBS)
def test_without_such_stacks_each_verb_says_so(verb: str, aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 6; nothing is written, and AWS not even asked."""
    assert app.run([verb, *ARGUMENTS.get(verb, []), "--stack-prefix", "staging-"]) == Code.NO_STACK
    assert "there is no stack staging-router" in capsys.readouterr().err
    assert aws.calls == []


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("verb", READING)
def test_no_reading_verb_writes(verb: str, aws: FakeAws, engine: FakeEngine) -> None:
    """They read: of AWS they only ask."""
    assert app.run([verb]) == Code.OK
    assert aws.writes == []
    assert engine.asked


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("verb", ["drift", "parity"])
def test_a_missing_color_is_not_compared(
    verb: str, aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is not there can't be equal, and is not called drift."""
    del engine.settings["green"]
    assert app.run([verb]) == Code.NO_STACK
    assert "there is no stack green" in capsys.readouterr().err
    assert aws.calls == []


@pytest.mark.usefixtures("project")
def test_settings_that_only_the_provider_knows_are_refused(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else AWS would be asked about another account."""
    engine.settings["router"]["aws:assumeRole"] = "{}"
    assert app.run(["status"]) == Code.CONFIG
    assert "aws:assumeRole is set" in capsys.readouterr().err


def _imports(path: Path, *, at_start: bool = False) -> set[str]:
    tree = ast.parse(path.read_text())
    nodes = tree.body if at_start else [*ast.walk(tree)]
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return named | {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}


def test_what_ships_does_not_lean_on_what_tests() -> None:
    """`ops` imports neither `local`, but for the verbs about it, nor `tests`; `components` does not import `ops`."""
    for folder, forbidden in ((OPS, {"local", "tests", "demo"}), (OPS.parent / "components", {"ops", "local"})):
        for path in folder.rglob("*.py"):
            imported = _imports(path, at_start=path == OPS / "verbs" / "local.py")
            assert {name.partition(".")[0] for name in imported} & forbidden == set(), path
