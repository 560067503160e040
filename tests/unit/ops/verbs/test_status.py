"""`bluegreen status`."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from components.color import Color
from components.records.active_record import ActiveRecord
from components.records.intent import Intent
from components.records.release_record import ReleaseRecord
from ops import app
from ops.problem import Code
from ops.verbs import status
from tests.unit.components.fake_aws import NAMES, TARGET_GROUPS

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

SCHEMA: dict[str, Any] = json.loads((Path(app.__file__).parent.parent / "docs" / "status.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())

pytestmark = pytest.mark.usefixtures("project")


def _status(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert app.run(["status", *words]) == Code.OK
    return capsys.readouterr().out


def _crowd(aws: FakeAws, engine: FakeEngine, folder: Path) -> None:
    """All at once: a canary, a soak, a deployment, a sick target, a lock, a bad release."""
    aws.weights = {Color.BLUE: 10, Color.GREEN: 90}
    aws.release(Color.GREEN, "1.1.0", healthy=1, others=("unhealthy (Target.Timeout)",))
    record = ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", ("blue@0.9.0",), soak=True)
    aws.put(NAMES.active, record.to_json())
    later = datetime.now(UTC).timestamp() + 60
    aws.put(NAMES.intents[Color.BLUE], Intent("you@laptop", "release 2", "x", later).to_json())
    lock = folder / ".pulumi/locks/organization/bluegreen/blue/1.json"
    lock.parent.mkdir(parents=True)
    held = {"pid": 7, "username": "you", "hostname": "laptop", "timestamp": "2026-01-01T12:00:00Z"}
    lock.write_text(json.dumps(held))
    engine.address = f"file://{folder}"


def _park(aws: FakeAws) -> None:
    """Green is active, and blue, where it came from, has no instances."""
    aws.weights = {Color.BLUE: 0, Color.GREEN: 100}
    aws.put(NAMES.active, ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True).to_json())
    blue = ReleaseRecord.from_json(aws.parameters[NAMES.releases[Color.BLUE]][0])
    aws.put(NAMES.releases[Color.BLUE], replace(blue, parked=True).to_json())
    aws.targets[TARGET_GROUPS[Color.BLUE]] = {}


def test_the_schema_is_one() -> None:
    """Of the draft that it names."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_json_is_as_the_schema_says(
    aws: FakeAws, engine: FakeEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the first switch, with everything at once, without a color, and where nobody tells of locks."""
    documents = [json.loads(_status(capsys, "--json"))]
    _crowd(aws, engine, tmp_path)
    documents.append(json.loads(_status(capsys, "--json")))
    del engine.settings["green"]
    engine.address = "s3://bucket"
    documents.append(json.loads(_status(capsys, "--json")))
    _park(aws)
    documents.append(json.loads(_status(capsys, "--json")))
    for document in documents:
        VALIDATOR.validate(document)
    assert documents[2]["locks"] is None
    assert documents[1]["soak"]["color"] == "blue"
    assert documents[3]["rollback"]["unparking"]["seconds"] >= 0


@pytest.mark.parametrize("broken", [{"role": "live"}, {"healthy": -1}, {"since": 5}, {"weight": {"live": 1}}])
@pytest.mark.usefixtures("aws")
def test_the_schema_refuses_what_is_wrong(broken: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """One that takes everything promises nothing."""
    document = json.loads(_status(capsys, "--json"))
    document["colors"]["blue"] |= broken
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(document)


def test_the_table_tells_all_of_it(
    aws: FakeAws, engine: FakeEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a person looks for at night stands on one screen, without color where that is no terminal."""
    _crowd(aws, engine, tmp_path)
    told = _status(capsys)
    for phrase in (
        r"green │ active │ 1\.1\.0 +│ 1 of 2: 1 unhealthy \(Target\.Timeout\)",
        r"blue +│ canary",
        r"soak: blue must stay until .* left\): it is the way back from green",
        r"rollback to blue \(1\.0\.0\): not possible: ",
        r"locks: blue by you@laptop \(pid 7\) since 2026-01-01 12:00:00 UTC",
        r"under way: release 2 by you@laptop",
        r"marked bad: blue@0\.9\.0",
        r"drift: traffic: 10/90 live, 100/0 declared",
    ):
        assert re.search(phrase, told), f"{phrase} not in:\n{told}"
    assert "\x1b" not in told


@pytest.mark.usefixtures("aws")
def test_the_way_back_is_one_line(engine: FakeEngine, aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    """To which color, that it is possible, how many are healthy, and how long it takes."""
    aws.weights = {Color.BLUE: 0, Color.GREEN: 100}
    engine.router["weights"] = {"blue": 0, "green": 100}
    aws.put(NAMES.active, ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True).to_json())
    aws.log.append(json.dumps({"event": "switched", "seconds": {"total": 1.25}}))
    assert "rollback to blue (1.0.0): possible, 2 of 2 healthy, about 1.2 s" in _status(capsys)


def test_watching_tells_what_is_new_until_it_is_interrupted(
    aws: FakeAws, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line of JSON for each change, none for a look that shows nothing new, and a failed look is no end."""

    def second_day(seconds: float) -> None:
        assert seconds == status.EVERY
        steps.pop(0)()

    def interrupt() -> None:
        raise KeyboardInterrupt

    steps = [
        lambda: None,
        lambda: aws.weights.update({Color.BLUE: 50, Color.GREEN: 50}),
        lambda: aws.refuse("DescribeListeners"),
        interrupt,
    ]
    monkeypatch.setattr("ops.verbs.status.time.sleep", second_day)
    assert app.run(["status", "--watch", "--json"]) == Code.OK
    said = capsys.readouterr()
    shares = [json.loads(line)["colors"]["blue"]["weight"]["live"] for line in said.out.splitlines()]
    assert shares == [100, 50]
    assert "elasticloadbalancing:DescribeListeners" in said.err


@pytest.mark.usefixtures("aws")
def test_the_engine_is_started_for_four_answers(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Each costs a process: the router's outputs, and everybody's settings once."""
    _status(capsys)
    assert sorted(engine.asked) == ["blue", "green", "router", "router"]
