"""`bluegreen history`, `drift` and `parity` as whole command lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ops import app
from ops.drifts import LISTENER
from ops.problem import Code
from tests.unit.components.fake_aws import TARGET_GROUPS
from tests.unit.ops.fake_engine import outcome

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

GROUP = "aws:ec2/securityGroup:SecurityGroup"

pytestmark = pytest.mark.usefixtures("project")


def _run(capsys: pytest.CaptureFixture[str], code: Code, *words: str) -> str:
    assert app.run(list(words)) == code
    return capsys.readouterr().out


def _listener(blue: int, green: int) -> dict[str, Any]:
    groups = [{"arn": arn, "weight": share} for arn, share in zip(TARGET_GROUPS.values(), (blue, green), strict=True)]
    return {"defaultActions": [{"forward": {"targetGroups": groups}}]}


def test_history_shows_the_newest_records_oldest_first(aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """As a table, and as JSON for a script."""
    aws.log += [json.dumps({"event": "switched", "time": time, "from": "blue", "to": "green"}) for time in (1, 2, 3)]
    document = json.loads(_run(capsys, Code.OK, "history", "--last", "2", "--json"))
    assert [record["when"] for record in document["records"]] == [
        "1970-01-01T00:00:02.000Z",
        "1970-01-01T00:00:03.000Z",
    ]
    assert "1970-01-01 00:00:03 UTC" in _run(capsys, Code.OK, "history")
    assert "router: 1 record, oldest first" in _run(capsys, Code.OK, "history", "--last", "1")


@pytest.mark.usefixtures("aws")
def test_an_empty_history_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """It is no error."""
    assert _run(capsys, Code.OK, "history") == "router: nothing was switched or refused yet\n"


def test_a_log_that_may_not_be_read_names_the_permission(aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4."""
    aws.refuse("GetLogEvents", "AccessDeniedException")
    assert app.run(["history"]) == Code.RESOURCE
    assert "logs:GetLogEvents" in capsys.readouterr().err


def test_a_record_that_is_none_is_a_problem(aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody else writes into the log: what of it is ours can't be told."""
    aws.log.append("hello")
    assert app.run(["history"]) == Code.RESOURCE
    assert "holds a record that is none" in capsys.readouterr().err


def test_drift_is_told_with_exit_code_seven(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """In words, with the command that puts back what is declared; all three stacks were compared."""
    paths = ("defaultActions[0].forward.targetGroups[0].weight", "defaultActions[0].forward.targetGroups[1].weight")
    engine.events["router"] = [outcome(LISTENER, "router", _listener(100, 0), _listener(50, 50), *paths)]
    told = _run(capsys, Code.CHANGES, "drift")
    assert "traffic: 50/50 live, 100/0 declared" in told
    assert "pulumi up --refresh --stack router" in told
    assert {f"refresh {stack}" for stack in ("router", "blue", "green")} <= set(engine.asked)
    document = json.loads(_run(capsys, Code.CHANGES, "drift", "--json"))
    assert document["drift"] is True
    (found,) = document["stacks"]["router"]
    assert (found["live"], found["declared"]) == ({"blue": 50, "green": 50}, {"blue": 100, "green": 0})


def test_no_drift_is_said_and_exits_with_zero(capsys: pytest.CaptureFixture[str]) -> None:
    """So that a schedule can run it."""
    assert _run(capsys, Code.OK, "drift") == "no drift in router, blue, green\n"


def test_a_difference_of_the_colors_exits_with_seven(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """With its path and both values; the JSON has them too, and null for what is absent."""
    for color, tags in (("blue", {}), ("green", {"extra": "by hand"})):
        engine.events[color] = [outcome(GROUP, f"{color}-instances", {"id": f"sg-{color}000", "tags": tags})]
    path = f"{GROUP} COLOR-instances.tags.extra"
    told = _run(capsys, Code.CHANGES, "parity")
    assert told == f'{path}: blue absent, green "by hand"\nblue and green have 1 difference that must not be\n'
    document = json.loads(_run(capsys, Code.CHANGES, "parity", "--json"))
    assert document["differences"] == [{"path": path, "blue": None, "green": "by hand"}]


def test_what_may_differ_is_listed_apart(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """It is no difference: exit code 0."""
    for color, release in (("blue", "1.0.0"), ("green", "1.1.0")):
        stack = {"release": release, "color": color}
        engine.events[color] = [outcome("pulumi:pulumi:Stack", f"bluegreen-{color}", stack)]
    told = _run(capsys, Code.OK, "parity")
    assert told.startswith("blue and green are the same thing\nwhat may differ:\n  release: ")


def test_long_values_are_shown_from_where_they_differ(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """A script of thousands of characters tells nothing by its beginning."""
    for color, end in (("blue", "one"), ("green", "two")):
        engine.events[color] = [outcome(GROUP, f"{color}-instances", {"description": "x" * 2000 + end})]
    told = _run(capsys, Code.CHANGES, "parity")
    assert "xxone" in told
    assert "xxtwo" in told
    assert len(told) < 500


def test_what_differs_alike_is_told_once(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Such as the release among the tags of instances and of volumes; the JSON has both."""
    for color, release in (("blue", "1.0.0"), ("green", "1.1.0")):
        tagged = [{"resourceType": kind, "tags": {"release": release}} for kind in ("instance", "volume")]
        engine.events[color] = [
            outcome("pulumi:pulumi:Stack", f"bluegreen-{color}", {"release": release}),
            outcome(GROUP, f"{color}-instances", {"tagSpecifications": tagged}),
        ]
    assert _run(capsys, Code.OK, "parity").count("tagSpecifications[]") == 1
    document = json.loads(_run(capsys, Code.OK, "parity", "--json"))
    assert sum("tagSpecifications[]" in each["path"] for each in document["may_differ"]) == 2
