"""`bluegreen deploy`, `park`, `unpark` and `sync` as whole command lines: always the idle color, and only that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from components.color import Color
from ops import app, idle
from ops.problem import Code
from tests.unit.components.fake_aws import TARGET_GROUPS
from tests.unit.ops.fake_engine import failure

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

pytestmark = pytest.mark.usefixtures("project")


def _changing(engine: FakeEngine) -> list[str]:
    return [command for command in engine.asked if command.split()[0] in {"config", "preview", "up"}]


def test_a_release_goes_to_the_idle_color(aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """It is unparked with it, and how to try it is told."""
    engine.update = lambda: aws.release(Color.GREEN, "1.2.0")
    assert app.run(["deploy", "1.2.0"]) == Code.OK
    assert _changing(engine) == [
        "config set-all --plaintext bluegreen:release=1.2.0 --stack green",
        "config rm-all bluegreen:parked --stack green",
        "up --yes --skip-preview --stack green",
    ]
    said = capsys.readouterr().out
    assert "green (1.2.0): 2 of 2 healthy" in said
    assert "curl -H 'x-bluegreen: green' http://shop.example.com" in said


def test_it_ends_once_the_old_targets_have_drained(
    aws: FakeAws, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until then a switch would be refused."""
    engine.update = lambda: aws.release(Color.GREEN, "1.2.0", others=("draining (Target.DeregistrationInProgress)",))
    monkeypatch.setattr(idle.time, "sleep", lambda _: aws.release(Color.GREEN, "1.2.0"))
    assert app.run(["deploy", "1.2.0", "--json"]) == Code.OK
    document = json.loads(capsys.readouterr().out)
    assert (document["healthy"], document["registered"]) == (2, 2)


@pytest.mark.parametrize(
    ("tag", "release"), [("v1.2.0", "1.2.0"), ("1.2.0", "1.2.0"), ("vanilla", "vanilla"), ("v2", "2")]
)
def test_a_tag_names_a_release(aws: FakeAws, engine: FakeEngine, tag: str, release: str) -> None:
    """Without the v before its number; what is no number stays as it is."""
    engine.update = lambda: aws.release(Color.GREEN, release)
    assert app.run(["deploy", "--tag", "--color", "green", "--", tag]) == Code.OK
    assert _changing(engine)[0] == f"config set-all --plaintext bluegreen:release={release} --stack green"


@pytest.mark.usefixtures("aws")
def test_the_live_color_gets_no_release(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """And the idle one is named."""
    assert app.run(["deploy", "1.2.0", "--color", "blue"]) == Code.RESOURCE
    assert "blue carries traffic (weight 100), idle is green" in capsys.readouterr().err
    assert _changing(engine) == []


def test_beside_a_canary_none_is_idle(aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Both carry traffic."""
    aws.weights = {Color.BLUE: 90, Color.GREEN: 10}
    assert app.run(["deploy", "1.2.0"]) == Code.RESOURCE
    assert "neither color is idle" in capsys.readouterr().err
    assert _changing(engine) == []


@pytest.mark.usefixtures("aws")
def test_what_is_no_release_is_refused_before_anything_is_asked(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what would be one."""
    assert app.run(["deploy", "one\ttwo"]) == Code.CONFIG
    assert "is no release: 1 to 128 letters" in capsys.readouterr().err
    assert engine.asked == []


@pytest.mark.usefixtures("aws")
def test_what_the_guard_refuses_does_not_stay_declared(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """The next `pulumi up` of anybody would be refused as well."""
    before = engine.file("green").read_text()
    engine.events["up green"] = [failure("refused, nothing was changed: green must stay until tomorrow")]
    assert app.run(["park"]) == Code.RESOURCE
    said = capsys.readouterr().err
    assert "Pulumi.green.yaml is as it was" in said
    assert "green must stay until tomorrow\n  next: bluegreen status\n" in said
    assert engine.file("green").read_text() == before


@pytest.mark.usefixtures("aws")
def test_what_was_begun_stays_declared(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """A fleet that does not become healthy is there: the file says which release it is."""
    tried = {"resOpFailedEvent": {"metadata": {"op": "create", "type": "aws:ssm/parameter:Parameter", "urn": "x"}}}
    engine.events["up green"] = [tried, failure("green: not healthy after 600 s")]
    assert app.run(["deploy", "1.2.0"]) == Code.RESOURCE
    assert "Pulumi.green.yaml declares what was begun" in capsys.readouterr().err
    assert "1.2.0" in engine.file("green").read_text()


def test_a_parked_color_comes_back(aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Each way is one setting and one update."""
    engine.update = lambda: aws.targets.update({TARGET_GROUPS[Color.GREEN]: {}})
    assert app.run(["park"]) == Code.OK
    said = capsys.readouterr().out
    assert "green (1.1.0) has no instances any more after " in said
    assert "to have them back: bluegreen unpark --color green --router router; unparking takes about " in said
    engine.update = lambda: aws.release(Color.GREEN, "1.1.0")
    assert app.run(["unpark", "--color", "green"]) == Code.OK
    assert [command for command in _changing(engine) if command.startswith("config")] == [
        "config set-all --plaintext bluegreen:parked=true --stack green",
        "config rm-all bluegreen:parked --stack green",
    ]


def test_parking_and_unparking_are_documents_for_a_script(
    aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a deployment is."""
    engine.update = lambda: aws.targets.update({TARGET_GROUPS[Color.GREEN]: {}})
    assert app.run(["park", "--json"]) == Code.OK
    parked = json.loads(capsys.readouterr().out)
    assert (parked["color"], parked["registered"], parked["file"]) == ("green", 0, "Pulumi.green.yaml")
    assert parked["unparking"]["seconds"] >= 0
    engine.update = lambda: aws.release(Color.GREEN, "1.1.0")
    assert app.run(["unpark", "--json"]) == Code.OK
    assert json.loads(capsys.readouterr().out)["healthy"] == 2


def test_the_idle_color_gets_what_the_active_one_runs(aws: FakeAws, engine: FakeEngine) -> None:
    """After a release has proven itself both run it."""
    engine.update = lambda: aws.release(Color.GREEN, "1.0.0")
    assert app.run(["sync"]) == Code.OK
    assert "config set-all --plaintext bluegreen:release=1.0.0 --stack green" in engine.asked


@pytest.mark.usefixtures("aws")
def test_a_color_without_a_stack_is_named(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 6, with the command that makes one."""
    del engine.settings["green"]
    assert app.run(["deploy", "1.2.0"]) == Code.NO_STACK
    assert "pulumi stack init green" in capsys.readouterr().err


@pytest.mark.usefixtures("aws")
def test_an_update_that_never_began_does_not_stay_declared(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """As where somebody took the lock meanwhile: AWS has nothing of it."""
    before = engine.file("green").read_text()
    engine.events["up green"] = [failure("the passphrase is wrong")]
    assert app.run(["deploy", "1.2.0"]) == Code.RESOURCE
    assert "Pulumi.green.yaml is as it was" in capsys.readouterr().err
    assert engine.file("green").read_text() == before


def test_what_is_done_stays_declared_though_the_look_after_it_fails(
    aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """AWS runs it: the old release in the file would replace it at the next `pulumi up`."""

    def update() -> None:
        aws.release(Color.GREEN, "1.2.0")
        aws.refuse("DescribeTargetHealth")

    engine.update = update
    assert app.run(["deploy", "1.2.0"]) == Code.RESOURCE
    assert "Pulumi.green.yaml declares what was begun or done" in capsys.readouterr().err
    assert "1.2.0" in engine.file("green").read_text()


def test_unparking_ends_with_healthy_targets_or_a_problem(
    aws: FakeAws, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """A color without any is no way back."""
    engine.update = lambda: aws.targets.update({TARGET_GROUPS[Color.GREEN]: {}})
    assert app.run(["unpark"]) == Code.RESOURCE
    assert "green runs 1.1.0, but 0 of 0 healthy" in capsys.readouterr().err
