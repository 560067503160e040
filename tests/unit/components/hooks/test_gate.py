"""The gate: what happens before the listener's weights move, in an update and in a preview."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from components.color import Color
from components.hooks.gate import FRESH, SwitchRefusedError, gate_hook
from components.records.intent import TEARDOWN, Intent
from components.settings.switching import Gate
from components.switch.switching import Switched
from tests.unit.components.fake_aws import NAMES
from tests.unit.components.scenes import (
    BLUE,
    GREEN,
    FastClock,
    listener_inputs,
    pass_gate,
    resolved,
    run_hook,
    switching,
)
from tests.unit.components.web import green, serve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.components.fake_aws import FakeAws

GATE = Gate(timeout=0, smoke_paths=(), command=None, command_timeout=5)


def _logged(aws: FakeAws) -> list[dict[str, Any]]:
    return [json.loads(message) for message in aws.log]


def test_a_ready_color_passes_and_leaves_its_facts(aws: FakeAws) -> None:
    """Who looks later finds what the gate saw, and the gate wrote nothing."""
    run = Switched()
    said = pass_gate(run=run)
    assert "the gate is passed" in said.info[0]
    assert run.judged
    assert run.records is not None
    assert (run.facts["from"], run.facts["to"]) == ("blue", "green")
    assert run.begun > 0
    assert aws.writes == []


def test_an_unready_color_is_refused_and_only_the_log_is_written(aws: FakeAws) -> None:
    """The message says that nothing was changed, why, and the next command; the record says the same."""
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    with pytest.raises(SwitchRefusedError, match="0 of 0 healthy") as raised:
        pass_gate()
    assert "nothing was changed" in str(raised.value)
    assert "pulumi config set allow_unready green@1.1.0 --stack router" in str(raised.value)
    assert aws.writes == ["PutLogEvents"]
    (record,) = _logged(aws)
    assert (record["event"], record["what"]) == ("refused", "switch")


@pytest.mark.parametrize("old", [GREEN, {Color.BLUE: 0, Color.GREEN: 50}])
def test_nothing_is_asked_where_no_color_gains(aws: FakeAws, old: dict[Color, int]) -> None:
    """A changed tag or port costs no look, and an unready color does not stand in its way."""
    pass_gate(old=old, new=old)
    assert aws.calls == []


@pytest.mark.parametrize("raw", [(500, 500), (900, 100), (1, 999)])
def test_a_color_that_gains_over_raw_weights_must_be_ready(aws: FakeAws, raw: tuple[int, int]) -> None:
    """AWS takes 0 to 999 for each color, so that a share may grow while its number falls."""
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    aws.weights = dict(zip(Color, raw, strict=True))
    with pytest.raises(SwitchRefusedError, match="0 of 0 healthy"):
        pass_gate(old=aws.weights)


def test_only_the_color_that_gains_is_looked_at(aws: FakeAws) -> None:
    """A canary taken back moves traffic to a ready blue; what green lacks is no reason to keep it there."""
    aws.weights = {Color.BLUE: 90, Color.GREEN: 10}
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    pass_gate(switching(BLUE), old={Color.BLUE: 90, Color.GREEN: 10})
    assert aws.calls.count("DescribeTargetHealth") == 1


@pytest.mark.parametrize(
    "operation", ["GetParameters", "DescribeAutoScalingGroups", "DescribeTargetHealth", "DescribeListeners"]
)
def test_nobody_switches_blindly(aws: FakeAws, operation: str) -> None:
    """A look that is refused names its permission; a preview says it and goes on."""
    aws.refuse(operation)
    with pytest.raises(SwitchRefusedError, match=f":{operation}"):
        pass_gate()
    (warning,) = pass_gate(preview=True).warn
    assert f":{operation}" in warning


def test_bootstrap_passes(aws: FakeAws) -> None:
    """The listener is made before there is any target."""
    for color in Color:
        aws.release(color, "1.0.0", healthy=0)
    run = Switched()
    pass_gate(switching(BLUE), old=None, run=run)
    assert run.bootstrap


def test_a_listener_made_again_meets_the_gate(aws: FakeAws) -> None:
    """With one target somewhere it is no bootstrap: a color without any must not go live."""
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    with pytest.raises(SwitchRefusedError, match="green"):
        pass_gate(old=None)


def test_the_color_that_gets_ready_in_time_is_looked_at_twice_more(aws: FakeAws) -> None:
    """It is waited for, and said what for and how long."""
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    looks = iter([None, aws.release])

    def heal() -> None:
        if (release := next(looks, None)) is not None:
            release(Color.GREEN, "1.1.0", healthy=2)

    aws.before["DescribeTargetHealth"] = heal
    said = pass_gate(switching(gate=replace(GATE, timeout=60)))
    assert "waiting up to 60 s" in said.info[0]
    assert aws.calls.count("DescribeListeners") == 3


def test_work_that_began_during_a_long_look_is_refused(aws: FakeAws) -> None:
    """What was read of intents is good for seconds: before the write they are read once more."""
    clock = FastClock()

    def look_for_long() -> None:
        intent = Intent("them@there", "its teardown", TEARDOWN, time.time() + 60)
        aws.put(NAMES.intents[Color.GREEN], intent.to_json())
        clock.sleep(FRESH + 1)

    aws.before["DescribeTargetHealth"] = look_for_long
    with (
        mock.patch("components.hooks.gate.time", SimpleNamespace(monotonic=clock.now)),
        pytest.raises(SwitchRefusedError, match="green: its teardown by them@there is under way"),
    ):
        pass_gate()
    assert aws.calls.count("GetParameters") == 2


def test_a_quick_look_reads_the_intents_once(aws: FakeAws) -> None:
    """An ordinary switch costs no call more."""
    with mock.patch("components.hooks.gate.time", SimpleNamespace(monotonic=FastClock().now)):
        pass_gate()
    assert aws.calls.count("GetParameters") == 1


@pytest.mark.parametrize("healthy", [0, 2])
def test_a_preview_only_looks_and_tells(aws: FakeAws, tmp_path: Path, healthy: int) -> None:
    """It neither probes nor executes nor writes, never fails, and tells the verdict."""
    aws.release(Color.GREEN, "1.1.0", healthy)
    marker = tmp_path / "ran"
    with serve(green(status=500)) as site:
        gate = replace(GATE, timeout=60, smoke_paths=("/ready",), command=f"touch {marker}; exit 1")
        said = pass_gate(switching(url=site.url, gate=gate), preview=True)
        assert site.asked == []
    assert not marker.exists()
    assert aws.writes == []
    told = "\n".join([*said.info, *said.warn])
    assert "moves 100 % of traffic from blue (1.0.0) to green (1.1.0)" in told
    assert "live blue 100, green 0; declared blue 0, green 100" in told
    assert f"green has {healthy} of {healthy} healthy" in told
    assert ("this switch would be refused now" in told) == (healthy == 0)


def test_a_preview_that_knows_nothing_yet_says_nothing() -> None:
    """Before the router's first update there is no target group to ask about."""
    said = run_hook(
        lambda: gate_hook("router-gate", resolved(None), Switched()), new=listener_inputs(GREEN), preview=True
    )
    assert (said.info, said.warn) == ([], [])


def test_sticky_clients_are_announced_in_preview(aws: FakeAws) -> None:
    """A cookie beats the weights, so those clients follow later."""
    said = pass_gate(switching(stickiness=600), preview=True)
    assert any("cookie" in warning and "600" in warning for warning in said.warn)
    assert aws.writes == []


@pytest.mark.parametrize(
    ("gone", "then"),
    [("listener", "pulumi up --refresh --stack router"), ("target group", "then pulumi up of each color")],
)
def test_what_was_deleted_by_hand_is_named(aws: FakeAws, gone: str, then: str) -> None:
    """With the commands that make it again."""
    if gone == "listener":
        aws.listener_exists = False
    else:
        aws.refuse("DescribeTargetHealth", "TargetGroupNotFound")
    with pytest.raises(SwitchRefusedError, match=f"{gone}.* was deleted outside of this program") as raised:
        pass_gate()
    assert then in str(raised.value)


def test_an_update_that_would_write_nothing_is_refused(aws: FakeAws) -> None:
    """AWS refused the one before, and the state took it for done; a refresh tells the truth."""
    with pytest.raises(SwitchRefusedError, match="nothing would be written") as raised:
        pass_gate(held=GREEN)
    assert "live blue 100, green 0, while the state holds blue 0, green 100" in str(raised.value)
    assert "pulumi up --refresh --stack" in str(raised.value)
    assert aws.writes == ["PutLogEvents"]
    pass_gate(held=BLUE)
