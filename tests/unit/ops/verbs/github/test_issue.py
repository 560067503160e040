"""`bluegreen github issue`: one open issue, in plain words, that closes by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ops.github import marks
from ops.plan.markdown import LIMIT
from ops.problem import Code
from tests.github.desk import BOT, PERSON

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tests.github.desk import Issue
    from tests.github.fake import FakeGithub
    from tests.unit.ops.verbs.github.conftest import Job

TRAFFIC = "traffic: 50/50 live, 100/0 declared (blue/green)"
TAG = 'prod-green: launch template green-fleet: tags.owner is "a|b `c` <i>@all" live, absent declared'


def _drift(words: dict[str, list[str]] | None = None, router: str = "prod-router") -> str:
    prefix = router.removesuffix("router")
    stacks: dict[str, Any] = {f"{prefix}{name}": [] for name in ("router", "blue", "green")}
    for stack, told in (words or {}).items():
        stacks[stack] = [
            {"type": "t", "name": "n", "path": "p", "declared": 1, "live": 2, "words": each} for each in told
        ]
    return json.dumps({"version": 1, "drift": bool(words), "stacks": stacks})


DRIFTED = _drift({"prod-router": [TRAFFIC], "prod-green": [TAG]})
HEALED = _drift()


def _step(name: str, outcome: str, seconds: float | None = 12.5, failed: int = 0, detail: str = "") -> dict[str, Any]:
    told = {"name": name, "color": "green", "outcome": outcome, "seconds": seconds}
    return {**told, "failed_requests": failed, "detail": detail}


def _drill(**facts: Any) -> str:
    passed = {
        "version": 1,
        "router": "prod-router",
        "scope": "both",
        "outcome": "passed",
        "stopped_at": None,
        "why": None,
        "next": None,
        "weights": {"blue": 100, "green": 0},
        "steps": [_step("destroy", "passed"), _step("rebuild", "passed")],
        "requests": {"sent": 900, "failed": 0},
    }
    return json.dumps({**passed, **facts})


FAILED = _drill(
    outcome="failed",
    stopped_at="rebuild green",
    why="green: 0 of 2 targets healthy <after> 300 s",
    next="green is torn: pulumi up --stack prod-green, then bluegreen drill",
    steps=[
        _step("destroy", "passed"),
        _step("rebuild", "failed", 300.1, 3, "0 of 2 targets | healthy"),
        _step("parity", "not run", None),
    ],
    requests={"sent": 900, "failed": 3},
)
PASSED = _drill()

KINDS = [("drift", DRIFTED, HEALED), ("drill", FAILED, PASSED)]


def _issues(github: FakeGithub, state: str = "open") -> list[Issue]:
    return [each for each in github.desk.issues.values() if each.state == state]


def _stable(github: FakeGithub, body: str) -> str:
    return body.replace(github.git.resolve("main"), "COMMIT")


@pytest.mark.parametrize(("kind", "found", "_gone"), KINDS, ids=["drift", "drill"])
def test_what_is_found_opens_an_issue(
    github: FakeGithub, job: Job, kind: str, found: str, _gone: str, snapshot: SnapshotAssertion
) -> None:
    """In plain words: what, since when, what to do; nothing in it changes the page."""
    said = job.run("issue", kind, job.file(found))
    (issue,) = _issues(github)
    assert (issue.author, issue.labels) == (BOT, [f"bluegreen-{kind}"])
    assert f"{issue.title}\n\n{_stable(github, issue.body)}" == snapshot
    assert f"opened issue #{issue.number}: https://github.example/acme/shop/issues/{issue.number}" in said


@pytest.mark.parametrize(("kind", "found", "_gone"), KINDS, ids=["drift", "drill"])
def test_it_is_updated_in_place_and_knows_since_when(
    github: FakeGithub, job: Job, kind: str, found: str, _gone: str
) -> None:
    """One issue, however often it is seen and beyond a page of others; the run that saw it first stays named."""
    job.run("issue", kind, job.file(found))
    for number in range(101):
        github.desk.open(f"other {number}", "", PERSON, [f"bluegreen-{kind}"])
    for run in ("102", "103"):
        job.begin(run=run)
        assert "updated issue #1:" in job.run("issue", kind, job.file(found))
    ours = [each for each in _issues(github) if each.author == BOT]
    assert len(ours) == 1
    assert "[run 101]" in ours[0].body
    assert "[run 103]" in ours[0].body
    assert "[run 102]" not in ours[0].body


@pytest.mark.parametrize(("kind", "found", "gone"), KINDS, ids=["drift", "drill"])
def test_it_is_closed_when_it_is_gone(github: FakeGithub, job: Job, kind: str, found: str, gone: str) -> None:
    """With a comment; another time is another issue, and nothing gone is nothing done."""
    job.run("issue", kind, job.file(found))
    job.begin(run="102")
    assert "closed issue #1" in job.run("issue", kind, job.file(gone))
    assert _issues(github) == []
    (comment,) = github.desk.under(1)
    assert "since [run 102](https://github.example/acme/shop/actions/runs/102)" in comment.body
    github.writes.clear()
    assert "none is needed" in job.run("issue", kind, job.file(gone))
    assert github.writes == []
    job.run("issue", kind, job.file(found))
    assert [each.number for each in _issues(github)] == [3]


@pytest.mark.parametrize("kind", ["drift", "drill"])
@pytest.mark.parametrize(
    "text", [None, "", "\n", "{", "[]", "null", '{"version": 2}', '{"version": 1}', '{"version": 1, "stacks": {}}']
)
def test_a_file_that_tells_nothing_changes_no_issue(github: FakeGithub, job: Job, kind: str, text: str | None) -> None:
    """Exit code 2, with the reason: a look that failed is no sign that it is gone."""
    found = {name: told for name, told, _ in KINDS}[kind]
    job.run("issue", kind, job.file(found))
    before, asked = _issues(github)[0].body, len(github.log)
    path = str(job.folder / "nothing") if text is None else job.file(text)
    said = job.run("issue", kind, path, code=Code.CONFIG)
    assert f"next: bluegreen {kind} --json > " in said
    assert len(github.log) == asked
    assert [each.body for each in _issues(github)] == [before]


def test_a_report_that_contradicts_itself_is_none(github: FakeGithub, job: Job) -> None:
    """Drift without a difference is neither found nor gone."""
    text = json.dumps({**json.loads(HEALED), "drift": True})
    assert "contradicts itself" in job.run("issue", "drift", job.file(text), code=Code.CONFIG)
    assert github.log == []


def test_each_set_has_its_own_issue(github: FakeGithub, job: Job) -> None:
    """One set's health closes no other set's issue."""
    staging = _drift({"staging-router": [TRAFFIC]}, "staging-router")
    for text in (DRIFTED, staging):
        job.run("issue", "drift", job.file(text))
    assert len(_issues(github)) == 2
    job.run("issue", "drift", job.file(HEALED))
    assert ["staging-router" in each.title for each in _issues(github)] == [True]


def test_people_s_issues_stay(github: FakeGithub, job: Job) -> None:
    """Also with the label, the mark, or both."""
    mark = marks.mark("drift", "prod-router")
    github.desk.open("mine", f"{mark}\nmine", PERSON, ["bluegreen-drift"])
    github.desk.open("another bot's", "text", BOT, ["bluegreen-drift"])
    job.run("issue", "drift", job.file(HEALED))
    assert (len(_issues(github)), github.writes) == (2, [])


def test_what_two_runs_opened_at_once_becomes_one(github: FakeGithub, job: Job) -> None:
    """The older one stays."""
    mark = marks.mark("drift", "prod-router")
    for _ in range(2):
        github.desk.open("drift", f"{mark}\n", BOT, ["bluegreen-drift"])
    job.run("issue", "drift", job.file(DRIFTED))
    assert [each.number for each in _issues(github)] == [1]
    assert "#1" in github.desk.under(2)[0].body


def test_a_close_that_failed_halfway_is_ended_by_the_next_run(github: FakeGithub, job: Job) -> None:
    """Without telling it twice."""
    job.run("issue", "drift", job.file(DRIFTED))
    github.fail("PATCH .*/issues/1$", 500, times=9)
    job.run("issue", "drift", job.file(HEALED), code=Code.RESOURCE)
    github.heal()
    job.run("issue", "drift", job.file(HEALED))
    assert _issues(github) == []
    assert len(github.desk.under(1)) == 1


def test_it_fits_whatever_drifted(github: FakeGithub, job: Job) -> None:
    """Rows are left out and counted; the ways out stay."""
    words = [f"prod-blue: thing {number}: {'ä' * 300} is 1 live, 2 declared" for number in range(900)]
    job.run("issue", "drift", job.file(_drift({"prod-blue": words})))
    (issue,) = _issues(github)
    assert LIMIT / 2 < len(issue.body.encode()) <= LIMIT
    assert "more are not shown" in issue.body
    assert "Ways out:" in issue.body
    assert marks.CUT not in issue.body
