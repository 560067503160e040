"""The workflows, replayed: what a team sees on GitHub, and what AWS holds afterwards."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from demo.load import Load
from local.workspace import Workspace
from tests.engine.workflow_stage import WorkflowStage
from tests.github.fake import FakeGithub, serve
from tests.interrupt import wait_until
from tests.workflows.event import Event, by_hand, pull_request, pushed, scheduled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syrupy.assertion import SnapshotAssertion

    from local.client import LocalAws
    from tests.workflows.replay import Run

ALL_BLUE, ALL_GREEN = {"blue": 100, "green": 0}, {"blue": 0, "green": 100}

BAD = {"FAULT_ERROR_RATE": "0.3"}
"""Of a release that answers every third request with an error."""

DENIED = {"code": "AccessDenied", "status": 403, "message": "Not today"}

ALWAYS = (
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?( UTC|Z)?"), "TIME"),
    (re.compile(r"\b\d+(\.\d+)? s\b"), "SECONDS"),
    (re.compile(r"\b(blue|green)-fleet-[0-9a-f]{7}\b"), r"\1-fleet"),
    (re.compile(r"\b[0-9a-f]{40}\b"), "COMMIT"),
    (re.compile(r"runs?[/ ]\d+"), "RUN"),
    (re.compile(r"\| \d+(\.\d+)? \| (?=0 \|)"), "| SECONDS | "),
    (re.compile(r"\b\d+ sent\b"), "MANY sent"),
)
"""What differs from run to run."""

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def deployed(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkflowStage]:
    """A set of its own: its files are a repository's."""
    folder = tmp_path_factory.mktemp("workflows")
    cloud.ask("settings", {"metric_period": 1})
    with serve(FakeGithub(folder)) as github:
        workspace = Workspace(folder / "stacks", cloud.environment, "team-")
        yield WorkflowStage(cloud, workspace, github, folder / "runs").deploy()
    cloud.ask("settings", {"metric_period": 60})


@pytest.fixture
def team(deployed: WorkflowStage) -> Iterator[WorkflowStage]:
    """Blue carries the traffic, nothing is open, and main says so."""
    yield deployed
    deployed.put_back()


def _only(runs: list[Run], workflow: str) -> Run:
    assert [run.workflow for run in runs] == [workflow]
    return runs[0]


def _writes(team: WorkflowStage, since: int) -> list[str]:
    return [call.action for call in team.cloud.writes(since)]


def test_a_pull_request_gets_one_plan(team: WorkflowStage) -> None:
    """Edited in place at the next push; nothing is written to AWS, with the credentials that can only read."""
    number = team.propose("move", "router", active_color="green")
    before = team.cloud.last_call()
    _only(team.replay.runs(pull_request(team.github, number)), "preview").check()
    team.publish("Again", "move")
    run = _only(team.replay.runs(pull_request(team.github, number)), "preview").check()
    assert (run.jobs["plan"].role, run.outcomes["fork"]) == ("preview", "skipped")
    assert run.groups == [f"bluegreen-preview-{number}"]
    (comment,) = team.github.desk.under(number)
    assert "Moves 100 % of traffic from blue (1.0.0) to green (1.1.0)" in comment.body
    assert comment.edits == 1
    assert "Moves 100 % of traffic" in run.jobs["plan"].summary
    assert _writes(team, before) == []


def test_a_fork_gets_none(team: WorkflowStage) -> None:
    """Its job has no credentials, and the summary says why."""
    number = team.github.open_pull("stranger:move").number
    before = team.cloud.last_call()
    run = _only(team.replay.runs(pull_request(team.github, number)), "preview").check()
    assert run.outcomes["plan"] == "skipped"
    assert run.jobs["fork"].role == ""
    assert [name for name in run.jobs["fork"].environment if name.startswith("AWS_")] == []
    assert "comes from a fork" in run.jobs["fork"].summary
    assert team.github.desk.under(number) == []
    assert team.cloud.last_call() == before


def test_drift_is_one_issue(team: WorkflowStage) -> None:
    """Opened, edited by the next day's run, closed when it is gone; nothing is written to AWS meanwhile."""
    team.set_weights(blue=50, green=50)
    before = team.cloud.last_call()
    first = team.replay.run("drift", scheduled(team.github)).check("drift --json")
    (issue,) = [each for each in team.github.desk.issues.values() if each.head is None]
    assert "traffic: 50/50 live, 100/0 declared" in issue.body
    assert (issue.state, first.jobs["drift"].role) == ("open", "preview")
    team.replay.run("drift", scheduled(team.github)).check("drift --json")
    assert [each for each in team.github.desk.issues.values() if each.head is None] == [issue]
    assert _writes(team, before) == []
    team.set_weights(blue=100, green=0)
    team.replay.run("drift", scheduled(team.github)).check()
    assert issue.state == "closed"


def test_a_release_becomes_a_switch(team: WorkflowStage) -> None:
    """A tag, a check, one pull request; merging it moves all traffic, and main says what AWS has."""
    tagged = Event("push", team.github.git.resolve("main"), "refs/tags/v1.2.0")
    released = _only(team.replay.runs(tagged), "release").check()
    assert released.groups == [f"bluegreen-{team.workspace.prefix}green"]
    assert [job.role for job in released.jobs.values()] == ["preview", "deploy"]
    assert team.weights() == ALL_BLUE
    kept = sorted(path.name for path in (released.artifacts / "release").iterdir())
    assert kept == ["check.json", "check.xml", "deploy.json", "plan.md"]
    ((branch, number),) = team.open_pulls().items()
    assert branch == "bluegreen/release-green-team-router"
    text = team.github.desk.issues[number].body
    assert "Moves 100 % of traffic from blue (1.0.0) to green (1.2.0)" in text
    switched = _only(team.replay.runs(team.merged(number)), "switch").check()
    assert switched.jobs["switch"].role == "switch"
    assert team.weights() == ALL_GREEN
    assert (team.main("router")["active_color"], team.main("green")["release"]) == ("green", "1.2.0")
    assert team.open_pulls() == {}
    again = team.cloud.last_call()
    assert "nothing to do" in team.replay.run("switch", switched.jobs["switch"].event).check().told
    assert _writes(team, again) == []
    team.assert_clean()


def test_a_bad_release_ships_once(team: WorkflowStage) -> None:
    """Its check proposes no switch; merged all the same, it is taken back, and until that is merged it stays back."""
    team.fetch()
    team.wait_for_green()
    team.workspace.configure("green", app_env=BAD)
    team.publish("Not tried before")
    released = team.replay.run("release", by_hand(team.github, release="1.3.0")).check("check --json")
    assert released.outcome("propose release --switch") == "skipped"
    assert sorted(path.name for path in (released.artifacts / "release").iterdir())[:2] == ["check.json", "check.xml"]
    assert team.replay.runs(team.merged(team.open_pulls()["bluegreen/release-green-team-router"])) == []
    merged = team.merged(team.propose("anyway", "router", active_color="green"))
    with Load(team.url):
        _only(team.replay.runs(merged), "switch").check("switch --declared")
    assert team.weights() == ALL_BLUE
    ((branch, number),) = team.open_pulls().items()
    assert branch == "bluegreen/put-back-team-router"
    assert "`green@1.3.0` is marked bad" in team.github.desk.issues[number].body
    _stays_back(team, merged)
    _only(team.replay.runs(team.merged(number)), "switch").check()
    said = team.main("router")
    assert (said["active_color"], said["bad_release"], team.weights()) == ("blue", "green@1.3.0", ALL_BLUE)
    team.assert_clean("router")


def _stays_back(team: WorkflowStage, merged: Event) -> None:
    """A rerun, and a push of somebody who knows of nothing, leave everything as it is, with one proposal open."""
    before, proposed = team.cloud.last_call(), team.open_pulls()
    team.replay.run("switch", merged).check("switch --declared")
    team.fetch()
    team.workspace.configure("router", gate_timeout=1)
    pushed_anew = pushed(team.github, team.publish("Wait a moment longer"))
    _only(team.replay.runs(pushed_anew), "switch").check("switch --declared")
    assert [action for action in _writes(team, before) if action == "ModifyListener"] == []
    assert (team.weights(), team.open_pulls()) == (ALL_BLUE, proposed)


def test_a_rollback_waits_for_no_bake(team: WorkflowStage) -> None:
    """Its group is its own; the switch that baked ends without another move, and one pull request puts main back."""
    _released(team, "1.4.0")
    merged = team.merged(team.propose("go", "router", active_color="green"))
    with ThreadPoolExecutor(1) as pool:
        baking = pool.submit(team.replay.run, "switch", merged, {"--bake 15m": "--bake 40s --metric-period 1s"})
        wait_until(lambda: baking.done() or team.weights() == ALL_GREEN)
        back = team.replay.run("rollback", by_hand(team.github)).check()
        assert not baking.done()
        assert team.weights() == ALL_BLUE
        switched = baking.result().check("switch --declared")
    assert set(back.groups).isdisjoint(switched.groups)
    assert (back.jobs["rollback"].role, back.jobs["rollback"].job.environment) == ("switch", "rollback")
    assert team.weights() == ALL_BLUE
    ((branch, number),) = team.open_pulls().items()
    assert branch == "bluegreen/put-back-team-router"
    _only(team.replay.runs(team.merged(number)), "switch").check()
    assert (team.main("router")["active_color"], team.weights()) == ("blue", ALL_BLUE)


def _released(team: WorkflowStage, release: str) -> None:
    """Green runs RELEASE, which does no harm, and main says so."""
    team.fetch()
    team.wait_for_green()
    team.workspace.configure("green", release=release, app_env=None)
    team.workspace.up("green").check()
    team.publish(f"Release {release}")


def _as_always(text: str) -> str:
    for pattern, name in ALWAYS:
        text = pattern.sub(name, text)
    return text


def test_a_failing_drill_is_an_issue(team: WorkflowStage, snapshot: SnapshotAssertion) -> None:
    """With what failed and what to do; the trend has its line, after those of the drills before."""
    _released(team, team.main("blue")["release"])
    earlier = team.replay.folder / "artifacts" / "900" / "drills"
    earlier.mkdir(parents=True)
    (earlier / "drills.jsonl").write_text('{"outcome": "of another set"}\n')
    team.github.keep("drills", 900)
    with team.cloud.faulty(actions=["DeleteAutoScalingGroup"], error=DENIED):
        run = team.replay.run("drill", scheduled(team.github)).check("drill --both")
    assert run.groups == [f"bluegreen-team-{stack}" for stack in ("router", "blue", "green")]
    assert run.jobs["both"].role == "drill"
    (issue,) = [each for each in team.github.desk.issues.values() if each.head is None and each.state == "open"]
    assert _as_always(issue.body) == snapshot
    kept = (run.artifacts / "drills" / "drills.jsonl").read_text().splitlines()
    assert [json.loads(line)["outcome"] for line in kept] == ["of another set", "failed"]
    assert team.weights() == ALL_BLUE
    team.workspace.up("green", "--refresh").check()
