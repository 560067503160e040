"""Calls fail or wait as a test asks for it, and nothing else does."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError

from local.client import LocalAws, LocalAwsError
from local.settings import LocalSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from local.client import Call
    from tests.unit.local.cloud.fakes import Clock

# Errors that every service has stand in no service's model, and moto says so.
pytestmark = pytest.mark.filterwarnings("ignore:Exception.*does not match an error shape")

THROTTLED = {"code": "ThrottlingException", "status": 400, "message": "Rate exceeded"}
READ_SECONDS = 0.5
SOON = 10.0


@pytest.fixture
def aws(endpoint: str, tmp_path: Path) -> LocalAws:
    """Look at the local AWS as its users do."""
    LocalSettings(port=int(endpoint.rpartition(":")[2])).write(tmp_path)
    return LocalAws(tmp_path)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Make calls beside the test."""
    with ThreadPoolExecutor(4) as made:
        yield made


def client(aws: LocalAws, service: str, agent: str = "test", **options: Any) -> Any:
    """Make a client of SERVICE that tries once, and names itself AGENT."""
    retries: Any = {"total_max_attempts": 1}
    return boto3.client(  # pyright: ignore[reportCallIssue, reportUnknownVariableType]
        service,  # pyright: ignore[reportArgumentType]
        endpoint_url=aws.settings.endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106  the local AWS takes any
        config=Config(retries=retries, user_agent_extra=agent, **options),
    )


def put(aws: LocalAws, name: str = "color", **options: Any) -> Any:
    """Write the parameter NAME."""
    return client(aws, "ssm", **options).put_parameter(Name=name, Value="blue", Type="String", Overwrite=True)


def names(aws: LocalAws) -> list[str]:
    """List the parameters that there are."""
    return [each["Name"] for each in client(aws, "ssm").describe_parameters()["Parameters"]]


def code(call: Callable[[], Any]) -> str:
    """AWS's error code of CALL, with its HTTP status."""
    with pytest.raises(ClientError) as refused:
        call()
    answer = refused.value.response
    return f"{answer['Error']['Code']} {answer['ResponseMetadata']['HTTPStatusCode']}"


def until(condition: Callable[[], object]) -> None:
    """Wait for CONDITION; raises AssertionError when it does not come."""
    deadline = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come"
        time.sleep(0.01)


def held(aws: LocalAws) -> int:
    """How many calls wait."""
    return sum(rule["held"] for rule in aws.faults())


def puts(aws: LocalAws) -> list[Call]:
    """All recorded calls of PutParameter."""
    return [call for call in aws.calls() if call.action == "PutParameter"]


@pytest.mark.parametrize(
    ("service", "method", "parameters"),
    [
        ("elbv2", "describe_load_balancers", {}),
        ("autoscaling", "describe_auto_scaling_groups", {}),
        ("ec2", "describe_vpcs", {}),
        ("iam", "list_roles", {}),
        ("ssm", "get_parameter", {"Name": "nobody"}),
        ("logs", "describe_log_groups", {}),
        ("cloudwatch", "describe_alarms", {}),
    ],
)
def test_an_error_speaks_the_protocol_of_its_service(
    aws: LocalAws, service: str, method: str, parameters: dict[str, Any]
) -> None:
    """Every SDK reads code, message and status."""
    aws.fault(actions=["*"], error={"code": "AccessDenied", "status": 403, "message": "not you"})
    with pytest.raises(ClientError, match="not you") as refused:
        getattr(client(aws, service), method)(**parameters)
    assert refused.value.response["Error"]["Code"] == "AccessDenied"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_refused_write_changes_nothing_and_says_so(aws: LocalAws) -> None:
    """It is in the list of calls as a fault with its status, and no write."""
    with aws.faulty(actions=["PutParameter"], error=THROTTLED):
        assert code(lambda: put(aws)) == "ThrottlingException 400"
    (call,) = puts(aws)
    assert (call.status, call.write, call.fault) == (400, False, True)
    assert aws.writes() == []
    assert names(aws) == []


def test_the_sdk_tries_again_what_is_throttled(aws: LocalAws) -> None:
    """A spent rule lets the next try through; retryable codes are known by their names."""
    aws.fault(actions=["PutParameter"], error=THROTTLED, times=2)
    retrying: Any = {"mode": "standard", "total_max_attempts": 3}
    boto3.client(
        "ssm", endpoint_url=aws.settings.endpoint, region_name="us-east-1", aws_access_key_id="test",
        aws_secret_access_key="test", config=Config(retries=retrying),  # noqa: S106  the local AWS takes any
    ).put_parameter(Name="color", Value="blue", Type="String")  # fmt: skip
    assert [(call.write, call.fault) for call in puts(aws)] == [(False, True), (False, True), (True, False)]
    (rule,) = aws.faults()
    assert (rule["hits"], rule["live"]) == (2, False)


def test_a_lost_answer_leaves_the_change_behind(aws: LocalAws) -> None:
    """The caller sees a 500, the cloud has done it."""
    with aws.faulty(actions=["PutParameter"], lose=True):
        assert code(lambda: put(aws)) == "InternalFailure 500"
    (call,) = puts(aws)
    assert (call.status, call.write, call.fault) == (200, True, True)
    assert names(aws) == ["color"]


def test_a_rule_hits_only_the_actions_it_names(aws: LocalAws) -> None:
    """Other actions are performed and are no faults."""
    aws.fault(actions=["DeleteParameter", "GetParameter"], error=THROTTLED)
    put(aws)
    assert [call.fault for call in puts(aws)] == [False]


def test_callers_are_told_apart_by_their_user_agent(aws: LocalAws) -> None:
    """A rule for one program leaves the others alone; the list of calls names each."""
    aws.fault(actions=["*"], agent="program/1.0", error=THROTTLED)
    put(aws, agent="provider/2.0")
    assert code(lambda: put(aws, agent="program/1.0")) == "ThrottlingException 400"
    assert [("provider/2.0" in call.agent, call.write) for call in puts(aws)] == [(True, True), (False, False)]


def test_a_share_is_spread_evenly(aws: LocalAws) -> None:
    """Half of the calls is every second one, always the same."""
    aws.fault(actions=["PutParameter"], error=THROTTLED, share=0.5)
    for _ in range(6):
        try:
            put(aws)
        except ClientError:
            continue
    assert [call.fault for call in puts(aws)] == [False, True] * 3


def test_a_rule_ends_with_its_seconds(aws: LocalAws, clock: Clock) -> None:
    """It hits while it lives, and never after."""
    aws.fault(actions=["PutParameter"], error=THROTTLED, seconds=5)
    clock.pass_seconds(4.9)
    assert code(lambda: put(aws)) == "ThrottlingException 400"
    clock.pass_seconds(0.2)
    put(aws)
    assert not aws.faults()[0]["live"]


def test_the_oldest_of_two_errors_answers(aws: LocalAws) -> None:
    """The second rule is not spent by a call that got the first one's answer."""
    aws.fault(actions=["PutParameter"], error=THROTTLED, times=1)
    aws.fault(actions=["PutParameter"], lose=True, times=1)
    assert code(lambda: put(aws)) == "ThrottlingException 400"
    assert code(lambda: put(aws)) == "InternalFailure 500"
    put(aws)


def test_a_call_held_before_is_performed_when_its_rule_goes(aws: LocalAws, pool: ThreadPoolExecutor) -> None:
    """Meanwhile nothing has changed, nothing is recorded, and all other calls are answered."""
    rule = aws.fault(actions=["PutParameter"], hold="before", times=1)
    waiting: Future[Any] = pool.submit(put, aws)
    until(lambda: held(aws) == 1)
    put(aws, "other")
    assert names(aws) == ["other"]
    assert not waiting.done()
    assert len(puts(aws)) == 1
    aws.clear_faults(rule)
    waiting.result(SOON)
    assert set(names(aws)) == {"color", "other"}
    assert puts(aws)[-1].fault
    assert aws.faults() == []


def test_a_call_held_after_is_done_already(aws: LocalAws, pool: ThreadPoolExecutor) -> None:
    """The change is there and recorded; only the answer waits, until all rules go."""
    aws.fault(actions=["PutParameter"], hold="after")
    waiting: Future[Any] = pool.submit(put, aws)
    until(lambda: held(aws) == 1)
    assert names(aws) == ["color"]
    assert [(call.write, call.fault) for call in puts(aws)] == [(True, True)]
    assert not waiting.done()
    aws.clear_faults()
    waiting.result(SOON)


def test_a_call_whose_caller_left_is_never_performed(aws: LocalAws) -> None:
    """A killed program's held write does not come later."""
    with aws.faulty(actions=["PutParameter"], hold="before") as rule:
        with pytest.raises(ReadTimeoutError):
            put(aws, read_timeout=READ_SECONDS)
        until(lambda: held(aws) == 0)
        assert aws.faults()[0]["id"] == rule
    assert names(aws) == []
    assert puts(aws) == []


def test_a_hold_ends_with_the_life_of_its_rule(aws: LocalAws, clock: Clock, pool: ThreadPoolExecutor) -> None:
    """A rule of some seconds holds no longer than that."""
    aws.fault(actions=["PutParameter"], hold="before", seconds=30)
    waiting: Future[Any] = pool.submit(put, aws)
    until(lambda: held(aws) == 1)
    clock.pass_seconds(31)
    waiting.result(SOON)
    assert names(aws) == ["color"]


def test_a_delayed_call_is_performed_later(aws: LocalAws, clock: Clock, pool: ThreadPoolExecutor) -> None:
    """It waits its seconds and no longer."""
    aws.fault(actions=["PutParameter"], delay=3)
    waiting: Future[Any] = pool.submit(put, aws)
    until(lambda: held(aws) == 1)
    assert names(aws) == []
    clock.pass_seconds(3.1)
    waiting.result(SOON)
    assert names(aws) == ["color"]


def test_a_delay_and_an_error_go_together(aws: LocalAws, clock: Clock, pool: ThreadPoolExecutor) -> None:
    """Waiting does not decide the answer, so both rules hit the call."""
    aws.fault(actions=["*"], delay=3)
    aws.fault(actions=["PutParameter"], error=THROTTLED)
    waiting: Future[str] = pool.submit(code, lambda: put(aws))
    until(lambda: held(aws) == 1)
    clock.pass_seconds(3.1)
    assert waiting.result(SOON) == "ThrottlingException 400"


def test_the_control_api_is_never_hit(aws: LocalAws) -> None:
    """A rule for everything can still be looked at and removed."""
    aws.fault(actions=["*"], hold="before")
    assert [rule["hits"] for rule in aws.faults()] == [0]
    aws.clear_faults()
    put(aws)


def test_many_calls_can_be_held_at_once(aws: LocalAws, pool: ThreadPoolExecutor) -> None:
    """They all go on together."""
    aws.fault(actions=["PutParameter"], hold="before")
    waiting = [pool.submit(put, aws, f"color-{number}") for number in range(3)]
    until(lambda: held(aws) == 3)
    aws.clear_faults()
    for each in waiting:
        each.result(SOON)
    assert len(names(aws)) == 3


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({}, "exactly one of error, lose, hold, delay"),
        ({"actions": ["*"]}, "it had none"),
        ({"actions": ["*"], "lose": True, "delay": 1}, "it had lose, delay"),
        ({"lose": True}, "actions must be"),
        ({"actions": [], "lose": True}, "actions must be"),
        ({"actions": "*", "lose": True}, "actions must be"),
        ({"actions": ["*"], "lose": False}, "lose must be true"),
        ({"actions": ["*"], "hold": "never"}, 'hold must be "before" or "after"'),
        ({"actions": ["*"], "delay": -1}, "delay must be seconds"),
        ({"actions": ["*"], "delay": "soon"}, "delay must be seconds"),
        ({"actions": ["*"], "lose": True, "share": 1.5}, "share must be a number from 0 to 1"),
        ({"actions": ["*"], "lose": True, "times": 0}, "times must be a whole number from 1"),
        ({"actions": ["*"], "lose": True, "seconds": 0}, "seconds must be seconds, above 0"),
        ({"actions": ["*"], "lose": True, "agent": ""}, "agent must be a text"),
        ({"actions": ["*"], "lose": True, "action": "X"}, "unknown: action; there are: actions, agent"),
        ({"actions": ["*"], "error": "Throttling"}, "error must be an object"),
        ({"actions": ["*"], "error": {"status": 400}}, "error.code must be a text"),
        ({"actions": ["*"], "error": {"code": "X", "status": 200}}, "error.status must be a whole number from 400"),
        ({"actions": ["*"], "error": {"code": "X", "text": "?"}}, "unknown: error.text"),
    ],
)
def test_a_rule_without_sense_is_refused_with_a_reason(aws: LocalAws, rule: dict[str, Any], said: str) -> None:
    """Nothing is put in force, and the answer says what was expected."""
    with pytest.raises(LocalAwsError, match=said.replace(".", r"\.")):
        aws.fault(**rule)
    assert aws.faults() == []


def test_deleting_an_unknown_rule_says_which_there_are(aws: LocalAws) -> None:
    """A typing error is noticed."""
    rule = aws.fault(actions=["*"], lose=True)
    with pytest.raises(LocalAwsError, match=f"no rule 'nobody'; there are: {rule}"):
        aws.clear_faults("nobody")
    assert [each["id"] for each in aws.faults()] == [rule]


def test_a_block_removes_its_rule_when_it_fails(aws: LocalAws) -> None:
    """No rule outlives the test that needed it, removed by hand or not."""

    class BrokenError(Exception):
        """What a test may raise."""

    with pytest.raises(BrokenError), aws.faulty(actions=["*"], lose=True):
        raise BrokenError
    with aws.faulty(actions=["*"], lose=True):
        aws.clear_faults()
    assert aws.faults() == []


def test_the_end_of_the_server_performs_no_held_call(aws: LocalAws, cloud: Any) -> None:
    """Waiting calls are let go, so that none meets a cloud that is gone."""
    aws.fault(actions=["PutParameter"], hold="before")
    body = b'{"Name": "color", "Value": "blue", "Type": "String"}'
    with socket.create_connection(("127.0.0.1", aws.settings.port)) as connection:
        connection.sendall(
            b"POST / HTTP/1.1\r\nHost: local\r\nX-Amz-Target: AmazonSSM.PutParameter\r\n"
            b"Content-Type: application/x-amz-json-1.1\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        until(lambda: held(aws) == 1)
        threading.Thread(target=cloud.faults.close).start()
        until(lambda: held(aws) == 0)
    assert names(aws) == []
