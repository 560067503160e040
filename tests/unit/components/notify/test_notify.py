"""The setting `notify`: every record is sent, by a topic or a command, and never at a switch's expense."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from botocore.exceptions import EndpointConnectionError

from components import cloud
from components.color import Color
from components.guard.protection import LiveColorError
from components.hooks.gate import SwitchRefusedError
from components.notify.notify import SECONDS, Notify
from tests.unit.components.scenes import LOG, deployment, engine, pass_gate, switching

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from components.records.switch_log import SwitchLog
    from tests.unit.components.fake_aws import FakeAws

TOPIC = "arn:aws:sns:eu-central-1:123456789012:switches"
RECORD = {"event": "switched", "kind": "switch", "from": "blue", "to": "green", "who": "ada@laptop"}
SAID = "shop router: switched blue -> green, by ada@laptop"


def _log(target: str | None, stack: str = "router") -> SwitchLog:
    return replace(LOG, notify=Notify(target, "shop", stack))


@pytest.fixture
def patience() -> Iterator[float]:
    """Few seconds for a notification that takes too long."""
    with mock.patch("components.notify.notify.SECONDS", 0.3):
        yield 0.3


def test_a_topic_gets_a_subject_and_the_record(aws: FakeAws) -> None:
    """With attributes that subscriptions filter by."""
    with engine() as said:
        Notify(TOPIC, "shop", "router").send(RECORD)
    (request,) = aws.published
    assert (request["TopicArn"], request["Subject"]) == (TOPIC, SAID)
    assert json.loads(request["Message"])["to"] == "green"
    values = {name: value["StringValue"] for name, value in request["MessageAttributes"].items()}
    assert values == {"event": "switched", "service": "shop", "stack": "router"}
    assert said.warn == []


def test_a_topic_is_asked_in_its_own_region(aws: FakeAws) -> None:
    """Which need not be the stack's: another region's SNS does not know it."""
    with engine(), mock.patch("components.cloud._configured", side_effect=aws.client) as made:
        Notify(TOPIC, "shop", "router").send(RECORD)
    assert made.call_args == mock.call("sns", "eu-central-1")


def test_a_client_of_another_region_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stack's region counts for everything else."""
    monkeypatch.setattr(cloud.PROVIDER, "setting", {"region": "us-east-1"}.get)
    assert (cloud.sns("eu-central-1").meta.region_name, cloud.ssm().meta.region_name) == ("eu-central-1", "us-east-1")


def test_a_command_gets_the_record_and_variables(tmp_path: Path) -> None:
    """On its standard input and in its environment."""
    told = tmp_path / "told"
    variables = "$BLUEGREEN_EVENT|$BLUEGREEN_SERVICE|$BLUEGREEN_STACK|$BLUEGREEN_SUBJECT"
    with engine() as said:
        Notify(f'(echo "{variables}"; cat) > {told}', "shop", "router").send(RECORD)
    line, _, document = told.read_text().partition("\n")
    assert line == f"switched|shop|router|{SAID}"
    assert json.loads(document) == {**RECORD, "service": "shop", "stack": "router", "summary": SAID}
    assert said.warn == []


def test_a_command_need_not_read_what_it_gets() -> None:
    """However long a record is, nothing waits for a reader."""
    with engine() as said:
        Notify("true", "shop", "router").send({**RECORD, "reason": "x" * 200_000})
    assert said.warn == []


def test_a_preview_sends_nothing(aws: FakeAws, tmp_path: Path) -> None:
    """Nothing happened."""
    for target in (TOPIC, f"touch {tmp_path / 'told'}"):
        with engine(preview=True):
            Notify(target, "shop", "router").send(RECORD)
    assert aws.calls == []
    assert not (tmp_path / "told").exists()


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (lambda aws: aws.refuse("Publish", "AuthorizationError"), "the credentials lack the permission sns:Publish"),
        (lambda aws: aws.refuse("Publish", "NotFound"), "AWS answered NotFound to Publish"),
        (lambda aws: aws.before.update(Publish=_no_route), "AWS can't be asked"),
    ],
)
def test_a_topic_that_refuses_is_a_warning(aws: FakeAws, failure: Any, why: str) -> None:
    """It names the topic and the reason; what happened has happened, and its record stands."""
    failure(aws)
    with engine() as said:
        _log(TOPIC).write("switched")
    (warning,) = said.warn
    assert TOPIC in warning
    assert why in warning
    assert len(aws.log) == 1


def _no_route() -> None:
    raise EndpointConnectionError(endpoint_url="nowhere")


def test_a_command_that_fails_is_a_warning() -> None:
    """With its code and last lines, for whoever runs this."""
    with engine() as said:
        Notify("echo no such channel >&2; exit 3", "shop", "router").send(RECORD)
    (warning,) = said.warn
    assert warning.endswith("it ended with 3\nits last lines:\nno such channel")


def test_a_command_that_can_not_be_started_is_a_warning() -> None:
    """Whatever the machine says."""
    with engine() as said, mock.patch("subprocess.Popen", side_effect=OSError("no more processes")):
        Notify("true", "shop", "router").send(RECORD)
    assert "no more processes" in said.warn[0]


def test_a_topic_that_hangs_is_not_waited_for(aws: FakeAws, patience: float) -> None:
    """After a few seconds the update goes on, and says so."""
    answer = Event()
    aws.before["Publish"] = lambda: answer.wait(20)
    begun = time.monotonic()
    with engine() as said:
        Notify(TOPIC, "shop", "router").send(RECORD)
    assert not answer.is_set()
    answer.set()
    assert time.monotonic() - begun >= patience
    assert "SNS did not answer within 0.3 seconds" in said.warn[0]


def test_a_command_that_hangs_is_ended(patience: float) -> None:
    """In the same time."""
    begun = time.monotonic()
    with engine() as said:
        Notify("sleep 60", "shop", "router").send(RECORD)
    assert patience <= time.monotonic() - begun < 30
    assert "it took longer than 0.3 seconds" in said.warn[0]


def test_the_bound_is_the_one_that_is_told() -> None:
    """The setting's text promises it."""
    assert SECONDS == 5


def test_the_record_is_written_before_anybody_is_told(aws: FakeAws) -> None:
    """Who is told can look it up."""
    with engine():
        _log(TOPIC).write("switched")
    assert aws.calls == ["PutLogEvents", "Publish"]


def test_a_router_without_a_log_tells_too(aws: FakeAws) -> None:
    """A refusal that nothing records is heard of at least."""
    with engine():
        replace(_log(TOPIC), group=None).write("refused")
    assert aws.calls == ["Publish"]


def test_whoever_is_not_named_is_not_told(aws: FakeAws) -> None:
    """Without the setting it costs no call."""
    with engine():
        _log(None).write("switched")
    assert aws.calls == ["PutLogEvents"]


def test_a_refused_switch_is_told(aws: FakeAws) -> None:
    """With its reason."""
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    with pytest.raises(SwitchRefusedError):
        pass_gate(switching(log=_log(TOPIC)))
    subject = aws.published[0]["Subject"]
    assert subject.startswith("shop router: refused switch blue (1.0.0) -> green (1.1.0), by ")
    assert "0 of 0 healthy" in json.loads(aws.published[0]["Message"])["reason"]


def test_a_gate_that_only_tells_its_verdict_notifies_nobody(aws: FakeAws) -> None:
    """A pull request's preview of a switch that would be refused is no refusal."""
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    pass_gate(switching(log=_log(TOPIC)), preview=True)
    assert aws.published == []


def test_a_refused_change_of_a_color_is_told(aws: FakeAws) -> None:
    """By the color's own stack."""
    facts = replace(deployment(Color.BLUE), log=_log(TOPIC, "blue"))
    with engine(), pytest.raises(LiveColorError):
        facts.refuse("refused, nothing was changed: blue carries traffic")
    subject = aws.published[0]["Subject"]
    assert subject.startswith("shop blue: refused change of blue, by ")
    assert aws.published[0]["Subject"].endswith(": blue carries traffic") or subject.endswith("...")
