"""`bluegreen github comment`: one comment, edited in place; `no-plan` for forks."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

PLAN = "**Nothing changes**\n\nLevel: `none`, router: `router`\n"

MARK = marks.mark("plan", "router")


@pytest.fixture
def pull(github: FakeGithub, job: Job) -> Issue:
    """A pull request that the event names."""
    github.commit({"Pulumi.router.yaml": "config: {}\n"}, branch="change")
    pull = github.open_pull("change")
    job.on(pull.number)
    return pull


def _bodies(github: FakeGithub, pull: Issue) -> list[str]:
    return [each.body for each in github.desk.under(pull.number)]


def test_the_plan_becomes_one_comment(github: FakeGithub, job: Job, pull: Issue, snapshot: SnapshotAssertion) -> None:
    """With the plan in the job's summary, too."""
    said = job.run("comment", job.file(PLAN))
    (comment,) = github.desk.under(pull.number)
    assert comment.author == BOT
    assert comment.body.replace(github.git.resolve("change")[:7], "COMMIT") == snapshot
    assert job.summary == PLAN
    assert f"comment on pull request #{pull.number}: https://github.example/acme/shop/issues/" in said


def test_another_push_edits_the_comment(github: FakeGithub, job: Job, pull: Issue) -> None:
    """In place: there is one, however often the job runs, and beyond a page of other people's."""
    for number in range(101):
        github.desk.comment(pull.number, f"comment {number}", PERSON)
    job.run("comment", job.file(PLAN))
    job.begin(run="102")
    job.run("comment", job.file(PLAN.replace("Nothing", "Something")))
    ours = [each for each in github.desk.under(pull.number) if each.author == BOT]
    assert [(each.body.count("**Something changes**"), each.edits) for each in ours] == [(1, 1)]
    assert "[run 102]" in ours[0].body


def test_the_same_run_again_writes_nothing(github: FakeGithub, job: Job, pull: Issue) -> None:
    """The comment is as it should be."""
    for _ in range(2):
        job.run("comment", job.file(PLAN))
    assert github.writes == [f"POST /issues/{pull.number}/comments"]


def test_a_person_s_comment_with_the_mark_stays(github: FakeGithub, job: Job, pull: Issue) -> None:
    """And a bot's that only quotes it: neither is ours."""
    others = [f"{MARK}\nmine", f"I saw\n{MARK}"]
    github.desk.comment(pull.number, others[0], PERSON)
    github.desk.comment(pull.number, others[1], BOT)
    job.run("comment", job.file(PLAN))
    assert _bodies(github, pull)[:2] == others
    assert len(_bodies(github, pull)) == 3


def test_each_set_of_stacks_has_its_own(github: FakeGithub, job: Job, pull: Issue) -> None:
    """Two sets in one repository don't write over each other."""
    job.run("comment", job.file(PLAN))
    job.run("comment", job.file(PLAN), "--stack-prefix", "prod-")
    assert [body.splitlines()[0] for body in _bodies(github, pull)] == [MARK, marks.mark("plan", "prod-router")]


def test_what_two_runs_wrote_at_once_becomes_one(github: FakeGithub, job: Job, pull: Issue) -> None:
    """The oldest stays, with what the last run says."""
    for text in ("first", "second"):
        github.desk.comment(pull.number, f"{MARK}\n{text}", BOT)
    oldest = github.desk.under(pull.number)[0].id
    job.run("comment", job.file(PLAN))
    (left,) = github.desk.under(pull.number)
    assert (left.id, "Nothing changes" in left.body) == (oldest, True)


def test_an_answer_that_was_lost_leaves_one(github: FakeGithub, job: Job, pull: Issue) -> None:
    """What GitHub did is not done again: the next run finds it."""
    github.fail("POST .*/comments$", 502, late=True)
    said = job.run("comment", job.file(PLAN), code=Code.RESOURCE)
    assert "GitHub answered with 502" in said
    job.run("comment", job.file(PLAN))
    assert len(_bodies(github, pull)) == 1


def test_what_is_too_long_is_cut_and_says_so(github: FakeGithub, job: Job, pull: Issue) -> None:
    """With folded parts ended."""
    long = PLAN + "<details>\n\n" + "- ä line of a plan\n" * 5000
    job.run("comment", job.file(long))
    (body,) = _bodies(github, pull)
    assert len(body.encode()) <= LIMIT
    assert marks.CUT in body
    assert body.count("<details>") == body.count("</details>") == 1
    assert "by [run 101]" in body


def test_a_token_in_a_plan_is_not_written(github: FakeGithub, job: Job, pull: Issue) -> None:
    """Neither on GitHub nor into the summary."""
    job.run("comment", job.file(f"{PLAN}{job.token}\n"))
    assert job.token not in _bodies(github, pull)[0] + job.summary
    assert "[secret]" in _bodies(github, pull)[0]


@pytest.mark.parametrize("verb", ["comment", "no-plan"])
def test_a_fork_s_pull_request_gets_no_plan(github: FakeGithub, job: Job, verb: str) -> None:
    """The summary says why; GitHub is not even asked, whatever the file says."""
    pull = github.open_pull("stranger:change")
    job.on(pull.number)
    said = job.run(verb, *([job.file(PLAN)] if verb == "comment" else []))
    assert "comes from a fork" in said
    assert "without credentials" in job.summary
    assert PLAN not in job.summary
    assert github.log == []


def test_no_plan_is_not_said_of_a_branch_of_our_own(github: FakeGithub, job: Job, pull: Issue) -> None:
    """It can have a plan: exit code 2."""
    assert "comes from no fork" in job.run("no-plan", code=Code.CONFIG)
    assert (job.summary, github.log) == ("", [])
    assert pull.head == "change"


@pytest.mark.parametrize(
    ("event", "told"),
    [("{}", "names no pull request"), ("[1", "can't be read"), ('{"pull_request": {"number": 1}}', "that is none")],
)
@pytest.mark.parametrize("verb", ["comment", "no-plan"])
def test_an_event_without_a_pull_request_is_refused(
    github: FakeGithub, job: Job, verb: str, event: str, told: str
) -> None:
    """Exit code 2, and where it belongs."""
    job.file(event, "event.json")
    said = job.run(verb, *([job.file(PLAN)] if verb == "comment" else []), code=Code.CONFIG)
    assert told in said
    assert "next: run it in a workflow with on: pull_request" in said
    assert (job.summary, github.log) == ("", [])


@pytest.mark.parametrize("text", ["", " \n", None])
def test_a_plan_that_is_none_changes_no_comment(github: FakeGithub, job: Job, pull: Issue, text: str | None) -> None:
    """Exit code 2: the verb that should have written it says why."""
    path = str(job.folder / "nothing") if text is None else job.file(text)
    said = job.run("comment", path, code=Code.CONFIG)
    assert "next: bluegreen plan --markdown >" in said
    assert (github.log, _bodies(github, pull), job.summary) == ([], [], "")
