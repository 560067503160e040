"""Who is notified: what a plain `pulumi up` switches, rolls back or refuses arrives; a preview sends nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine import breakage
from tests.engine.refusals import message_of
from tests.interrupt import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.engine.switch_stage import SwitchStage

Heard = list[tuple[str, dict[str, Any]]]
"""Subjects with their records, in the order in which they arrived."""


class Queue:
    """An SQS queue that is subscribed to an SNS topic of its own."""

    def __init__(self, stage: SwitchStage) -> None:
        """Make both on STAGE's AWS."""
        self._sns, self._sqs = stage.client("sns"), stage.client("sqs")
        self.topic: str = self._sns.create_topic(Name="switches")["TopicArn"]
        self._queue: str = self._sqs.create_queue(QueueName="switches")["QueueUrl"]
        attributes = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])["Attributes"]
        self._sns.subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=attributes["QueueArn"])

    def heard(self) -> Heard:
        """What lies in the queue."""
        answer = self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10, WaitTimeSeconds=0)
        envelopes = [json.loads(message["Body"]) for message in answer.get("Messages", [])]
        return [(envelope["Subject"], json.loads(envelope["Message"])) for envelope in envelopes]

    def remove(self) -> None:
        """Leave neither behind."""
        self._sns.delete_topic(TopicArn=self.topic)
        self._sqs.delete_queue(QueueUrl=self._queue)


@pytest.fixture(params=["topic", "command"])
def heard(request: pytest.FixtureRequest, switch_stage: SwitchStage, tmp_path: Path) -> Iterator[Callable[[], Heard]]:
    """What was heard of all three stacks so far, through a topic or a command."""
    if request.param == "topic":
        queue = Queue(switch_stage)
        switch_stage.workspace.share(notify=queue.topic)
        yield queue.heard
        queue.remove()
        return
    command = f'd=$(mktemp {tmp_path}/XXXXXX) && cat > "$d" && echo "$d $BLUEGREEN_SUBJECT" >> {tmp_path}/all'
    switch_stage.workspace.share(notify=command)

    def lines() -> Heard:
        told = [line.partition(" ") for line in (tmp_path / "all").read_text().splitlines()]
        return [(subject, json.loads((tmp_path / name).read_text())) for name, _, subject in told]

    yield lines


def test_a_switch_a_rollback_and_refusals_are_heard_of(switch_stage: SwitchStage, heard: Callable[[], Heard]) -> None:
    """Each once, from the stack it happened in, with the record that stands in the switch log; of a preview nothing."""
    stage, noted = switch_stage, len(switch_stage.log())
    with breakage.deploying(stage):
        stage.preview("green").check()
        message_of(stage.switch("green"))
    stage.switch("green").check()
    stage.workspace.configure("green", parked=True)
    assert stage.workspace.up("green").code != 0
    stage.workspace.configure("green", parked=None)
    stage.switch("blue").check()
    records = stage.log()[noted:]
    told = heard()
    assert [{key: record[key] for key in records[index]} for index, (_, record) in enumerate(told)] == records
    router, green = stage.workspace.stack("router"), stage.workspace.stack("green")
    assert [(record["stack"], record["event"], record.get("kind")) for _, record in told] == [
        (router, "refused", "switch"),
        (router, "switched", "switch"),
        (green, "refused", None),
        (router, "switched", "rollback"),
    ]
    refused, switched, kept, back = (subject.removeprefix("bluegreen ") for subject, _ in told)
    assert refused.startswith(f"{router}: refused switch blue (1.0.0) -> green (1.1.0), by ")
    assert switched.startswith(f"{router}: switched blue (1.0.0) -> green (1.1.0), ")
    assert kept.startswith(f"{green}: refused change of green, by ")
    assert back.startswith(f"{router}: rolled back green (1.1.0) -> blue (1.0.0), ")


def test_a_topic_that_is_gone_fails_no_switch(switch_stage: SwitchStage) -> None:
    """The switch is verified and recorded, and a warning says that nobody heard of it."""
    stage = switch_stage
    topic = "arn:aws:sns:us-east-1:123456789012:gone"
    run = stage.switch("green", notify=topic).check()
    assert stage.weights() == {"blue": 0, "green": 100}
    assert stage.active["color"] == "green"
    (warning,) = [text for text in run.diagnostics if topic in text]
    assert "AWS answered NotFound to Publish" in warning


def test_a_command_that_hangs_delays_a_switch_by_seconds(switch_stage: SwitchStage, tmp_path: Path) -> None:
    """It is ended after the five that it gets, and the parameter follows."""
    stage, begun, told = switch_stage, tmp_path / "begun", tmp_path / "told"
    run = stage.switch("green", notify=f"touch {begun}; sleep 600; touch {told}").check()
    wait_until(begun.exists)
    assert not told.exists()
    assert stage.active["color"] == "green"
    assert "it took longer than 5 seconds" in run.output
