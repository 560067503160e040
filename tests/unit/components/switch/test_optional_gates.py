"""What a user lets check a color before it gets traffic: smoke paths and a command, before the last look."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from components.color import Color
from components.hooks.gate import SwitchRefusedError
from components.records.active_record import ActiveRecord
from components.settings.switching import Gate, Overrides
from tests.unit.components.fake_aws import NAMES
from tests.unit.components.scenes import pass_gate, switching
from tests.unit.components.web import closed, green, named, serve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.components.fake_aws import FakeAws

GATE = Gate(timeout=0, smoke_paths=(), command=None, command_timeout=5)
WAY_BACK = ActiveRecord(Color.BLUE, "1.0.0", Color.GREEN, "1.1.0", soak=True)


def test_smoke_comes_before_the_last_look(aws: FakeAws) -> None:
    """Nothing of the user's runs between the look at health and weights and the write."""

    def answer(_asked: int) -> tuple[int, Any]:
        aws.calls.append("smoke")
        return green()

    with serve(answer) as site:
        pass_gate(switching(url=site.url, gate=replace(GATE, smoke_paths=("/ready",))))
    assert aws.calls.index("smoke") < aws.calls.index("DescribeTargetHealth")
    assert aws.calls[-1] == "DescribeListeners"


def test_a_failed_smoke_check_is_refused(aws: FakeAws) -> None:
    """With its path and answer, and the override for exactly this release."""
    with serve(green(status=503)) as site, pytest.raises(SwitchRefusedError, match="/ready answered 503") as raised:
        pass_gate(switching(url=site.url, gate=replace(GATE, smoke_paths=("/ready",))))
    assert "skip_smoke green@1.1.0" in str(raised.value)
    assert aws.writes == ["PutLogEvents"]


def test_a_failed_command_is_refused(aws: FakeAws) -> None:
    """Its last lines, which may hold anything, are for whoever runs the update; the record does not keep them."""
    with pytest.raises(SwitchRefusedError, match="not today"):
        pass_gate(switching(gate=replace(GATE, command="echo not today; exit 1")))
    assert aws.writes == ["PutLogEvents"]
    (event,) = aws.log
    assert json.loads(event)["reason"].endswith("ended with 1")


@pytest.mark.parametrize(("skipped", "passes"), [("green@1.1.0", True), ("green@1.2.0", False), ("blue@1.1.0", False)])
def test_skip_smoke_is_for_what_it_names(aws: FakeAws, skipped: str, passes: bool) -> None:  # noqa: FBT001
    """Readiness is asked all the same; without the very color and release it is inert."""
    facts = switching(
        url=closed(), gate=replace(GATE, smoke_paths=("/ready",)), overrides=Overrides(None, skipped, None)
    )
    if passes:
        assert any("skip_smoke" in warning for warning in pass_gate(facts).warn)
        aws.release(Color.GREEN, "1.1.0", healthy=0)
    with pytest.raises(SwitchRefusedError):
        pass_gate(facts)


def test_a_rollback_needs_no_smoke(aws: FakeAws, tmp_path: Path) -> None:
    """The way back is proven: no path is asked, no command runs, and readiness is still asked."""
    aws.put(NAMES.active, WAY_BACK.to_json())
    marker = tmp_path / "ran"
    with serve(named("blue", status=500)) as site:
        facts = switching(url=site.url, gate=replace(GATE, smoke_paths=("/ready",), command=f"touch {marker}; exit 1"))
        pass_gate(facts)
        assert site.asked == []
        assert not marker.exists()
        aws.release(Color.GREEN, "1.1.0", healthy=0)
        with pytest.raises(SwitchRefusedError):
            pass_gate(facts)


def test_allow_repair_skips_no_smoke(aws: FakeAws) -> None:
    """Who takes the traffic back to a color that it was rescued from is no rollback: it is asked."""
    aws.put(NAMES.active, ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True).to_json())
    facts = switching(gate=replace(GATE, smoke_paths=("/ready",)), overrides=Overrides(None, None, "100/0"))
    with serve(green(status=500)) as site, pytest.raises(SwitchRefusedError, match="/ready answered 500"):
        pass_gate(replace(facts, url=site.url))


def test_a_color_that_fell_ill_during_its_second_smoke_is_refused(aws: FakeAws) -> None:
    """Smoke failed while it booted, so it is asked again; then health has the last word again."""
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    looks: list[int] = []

    def change() -> None:
        looks.append(2 if 1 <= len(looks) <= 2 else 0)
        aws.release(Color.GREEN, "1.1.0", looks[-1])

    aws.before["DescribeTargetHealth"] = change
    facts = switching(gate=replace(GATE, timeout=60, smoke_paths=("/ready",)))
    with serve(lambda count: green(status=200 if count else 503)) as site, pytest.raises(SwitchRefusedError):
        pass_gate(replace(facts, url=site.url))
    assert looks[-1] == 0
