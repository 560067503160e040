"""`bluegreen check` on real stacks: its verdict is what clients would have met, and checking changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from demo.load import Load
from tests.engine.bluegreen import PROJECT, Said, bluegreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engine.guard_stage import GuardStage

SCHEMA: dict[str, Any] = json.loads((PROJECT / "docs" / "check.schema.json").read_text())

LOAD = ("--requests", "150", "--rate", "20", "--json")
"""Enough for a p95 on both sides, also where a fifth of the requests fails."""

FAULTS = {"FAULT_ERROR_RATE": "0.2", "FAULT_LATENCY": "1"}


@pytest.fixture
def stage(guard_stage: GuardStage) -> Iterator[GuardStage]:
    """Blue carries the traffic, green is idle; whatever a test released is not what the next one finds."""
    stood = guard_stage.released("green")
    yield guard_stage
    guard_stage.put_back()
    if guard_stage.released("green") != stood:
        guard_stage.release("green", f"{guard_stage.released('green')}-mended").check()


def _untouched(stage: GuardStage, *words: str) -> Said:
    """What a check with WORDS said, which wrote nothing anywhere and cost no client an answer."""
    before, stood = stage.cloud.last_call(), (stage.weights(), stage.everything(), stage.state())
    files = {path.name: path.read_text() for path in stage.workspace.directory.glob("Pulumi*.yaml")}
    with Load(stage.url, rate=20, slow=0) as clients:
        said = bluegreen(stage, "check", *words)
    summary = clients.summary()
    assert (summary["failures"], set(summary["by_color"])) == ({}, {"blue"})
    assert stage.cloud.writes(before) == []
    assert (stage.weights(), stage.everything(), stage.state()) == stood
    assert {path.name: path.read_text() for path in stage.workspace.directory.glob("Pulumi*.yaml")} == files
    assert "Traceback" not in said.err
    jsonschema.Draft202012Validator(SCHEMA).validate(said.document)
    return said


def _outcomes(said: Said) -> dict[str, str]:
    return {each["name"]: each["outcome"] for each in said.document["checks"]}


def test_a_healthy_idle_color_passes(stage: GuardStage) -> None:
    """By the gate's rule, its own command and a load that it answered as well as the active color."""
    # The ratio is wide: two fleets of processes on a busy machine are not equally quick.
    command = 'curl -fsS -H "$BLUEGREEN_PREVIEW_HEADER" "$BLUEGREEN_PREVIEW_URL/"'
    said = _untouched(stage, *LOAD, "--max-latency-ratio", "50", "--command", command)
    assert said.code == 0, said.out + said.err
    assert _outcomes(said) == dict.fromkeys(("health", "smoke", "command", "errors", "latency"), "passed")
    for side, color in (("idle", "green"), ("active", "blue")):
        told = said.document[side]
        assert (told["color"], told["release"]) == (color, stage.released(color))
        assert (told["numbers"]["requests"], told["numbers"]["statuses"]) == (150, {"200": 150})


def test_a_release_that_fails_and_is_slow_does_not_pass(stage: GuardStage) -> None:
    """Its health checks are fine: only the load shows it, beside the color that clients have now."""
    stage.release("green", "9.0.0", app_env=FAULTS).check()
    said = _untouched(stage, *LOAD)
    assert said.code == 4, said.err
    assert _outcomes(said) == {
        "health": "passed",
        "smoke": "passed",
        "command": "skipped",
        "errors": "failed",
        "latency": "failed",
    }
    idle, active = said.document["idle"]["numbers"], said.document["active"]["numbers"]
    assert set(idle["failures"]) == {"status 500"}
    assert 10 < idle["error_rate"] < 30
    assert (active["failed"], idle["p95"] > 1000) == (0, True)
