"""What stands against every verb of `bluegreen github`: said once, clearly, with the next command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ops.github import job
from ops.problem import Code
from ops.verbs.github import VERBS
from tests.unit.components.web import closed
from tests.unit.ops.verbs.github.test_issue import DRIFTED, FAILED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.github.fake import FakeGithub
    from tests.unit.ops.verbs.github.conftest import Job

pytestmark = pytest.mark.usefixtures("aws")

Words = tuple[str, ...]

FILES: dict[Words, str] = {
    ("comment",): "**Nothing changes**\n",
    ("issue", "drift"): DRIFTED,
    ("issue", "drill"): FAILED,
}

ASKING: dict[Words, tuple[str, dict[str, str]]] = {
    ("comment",): ("pull-requests: write", {"pull-requests": "read"}),
    ("issue", "drift"): ("issues: write", {"issues": "read"}),
    ("issue", "drill"): ("issues: write", {"issues": "read"}),
    ("propose", "put-back"): ("contents: write and pull-requests: write", {"contents": "read"}),
    ("propose", "release"): ("contents: write and pull-requests: write", {"contents": "write"}),
    ("artifact",): ("actions: read", {"contents": "read"}),
}
"""Which verbs ask GitHub, the permission that they name, and one that is too little."""


@pytest.fixture
def ready(github: FakeGithub, job: Job, project: Path) -> Job:
    """A job in which each verb has something to write."""
    github.commit({"Pulumi.router.yaml": "config: {}\n"}, branch="change")
    job.on(github.open_pull("change").number)
    for name in ("router", "green"):
        path = project / f"Pulumi.{name}.yaml"
        path.write_text(path.read_text() + "# by a verb\n")
    github.writes.clear()
    return job


def _words(job: Job, words: Words) -> list[str]:
    named = [job.file(FILES[words])] if words in FILES else ["drills"] if words == ("artifact",) else []
    return [*words, *named]


@pytest.mark.parametrize("words", [words for words, _, _ in VERBS])
def test_outside_of_a_job_all_that_is_missing_is_named_at_once(
    words: Words, github: FakeGithub, ready: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, and nothing is asked or written."""
    wanted: dict[Words, set[str]] = {
        ("no-plan",): {"GITHUB_EVENT_PATH", "GITHUB_STEP_SUMMARY"},
        ("idle",): {"GITHUB_OUTPUT"},
    }
    for name in (*job.NEEDED, "GITHUB_EVENT_PATH", "GITHUB_EVENT_NAME", "GITHUB_REF_NAME", "GITHUB_OUTPUT"):
        monkeypatch.delenv(name)
    said = ready.run(*_words(ready, words), code=Code.CONFIG)
    for name in wanted.get(words, set(job.NEEDED)):
        assert name in said.partition("\n")[0]
    assert "next: run it in a step of a GitHub Actions workflow" in said
    assert (github.log, ready.summary) == ([], "")


def test_an_empty_token_is_a_missing_one(ready: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """With how a step gets it."""
    monkeypatch.setenv("GITHUB_TOKEN", "")
    said = ready.run("issue", "drift", ready.file(DRIFTED), code=Code.CONFIG)
    assert "error: GITHUB_TOKEN is not set" in said
    assert "env: GITHUB_TOKEN: ${{ github.token }}" in said


@pytest.mark.parametrize("words", [("propose", "put-back"), ("propose", "release"), ("idle",)])
def test_without_such_stacks_it_says_so(words: Words, github: FakeGithub, ready: Job) -> None:
    """Exit code 6, as all verbs; GitHub is not asked."""
    said = ready.run(*words, "--stack-prefix", "staging-", code=Code.NO_STACK)
    assert "there is no stack staging-router" in said
    assert github.log == []


@pytest.mark.parametrize("words", ASKING)
def test_without_the_permission_it_is_named_and_nothing_is_written(
    words: Words, github: FakeGithub, ready: Job
) -> None:
    """With GitHub's own words; exit code 4."""
    permission, too_little = ASKING[words]
    ready.begin(allowed=too_little)
    issues = len(github.desk.issues)
    said = ready.run(*_words(ready, words), code=Code.RESOURCE)
    assert "Resource not accessible by integration" in said
    assert f"add permissions: {permission} to the job" in said
    assert (len(github.desk.issues), github.desk.comments) == (issues, {})


CALL = r"^[A-Z]+ /repos/"

ANSWERS = [
    ((401, "Bad credentials"), "GitHub does not know the token", "env: GITHUB_TOKEN"),
    ((404, "Not Found"), "it is not there, or the token may not see it", "permissions: issues: write"),
    ((422, "Validation Failed"), "GitHub can't take it: Validation Failed", "gh run rerun 101"),
    ((500, "Server Error"), "GitHub answered with 500: Server Error", "www.githubstatus.com"),
    ((403, "You have exceeded a secondary rate limit."), "GitHub limits how often it is asked", "gh run rerun 101"),
    ((429, "Too many requests"), "GitHub limits how often it is asked", "gh run rerun 101"),
]


@pytest.mark.parametrize(("answer", "told", "following"), ANSWERS)
def test_what_github_answers_becomes_words(
    answer: tuple[int, str], told: str, following: str, github: FakeGithub, ready: Job
) -> None:
    """What failed, where, why and what next; exit code 4, and nothing written."""
    github.fail(CALL, *answer, times=99)
    said = ready.run("issue", "drift", ready.file(DRIFTED), code=Code.RESOURCE)
    assert "the issue about drift in acme/shop" in said
    assert told in said
    assert following in said.partition("next: ")[2]
    assert github.writes == []


@pytest.mark.parametrize("words", ASKING)
def test_a_token_that_an_answer_repeats_is_hidden(words: Words, github: FakeGithub, ready: Job) -> None:
    """Whatever GitHub, or something before it, says."""
    github.fail(CALL, 422, f"strange {ready.token}")
    assert "strange [secret]" in ready.run(*_words(ready, words), code=Code.RESOURCE)


def _unreachable(job: Job) -> None:
    job.monkeypatch.setenv("GITHUB_API_URL", closed())


def _no_repository(job: Job) -> None:
    job.monkeypatch.setenv("GITHUB_REPOSITORY", "acme/gone")


@pytest.mark.parametrize(("breaking", "told"), [(_unreachable, "no answer from"), (_no_repository, "acme/gone")])
@pytest.mark.parametrize("words", ASKING)
def test_a_github_that_is_not_there_is_told(
    words: Words, breaking: Callable[[Job], None], told: str, github: FakeGithub, ready: Job
) -> None:
    """Exit code 4."""
    breaking(ready)
    assert told in ready.run(*_words(ready, words), code=Code.RESOURCE)
    assert github.writes == []


@pytest.mark.parametrize(
    ("status", "headers"), [(502, {}), (503, {"Retry-After": "1"}), (403, {"Retry-After": "1"}), (429, {})]
)
def test_what_fails_for_a_moment_is_tried_again(
    status: int, headers: dict[str, str], github: FakeGithub, ready: Job
) -> None:
    """As GitHub says when."""
    github.fail(r"GET .*/issues$", status, headers=headers)
    ready.run("issue", "drift", ready.file(DRIFTED))
    assert github.writes == ["POST /labels", "POST /issues"]


def test_a_write_that_was_refused_for_now_is_tried_again(github: FakeGithub, ready: Job) -> None:
    """GitHub did nothing then, so that nothing is written twice."""
    github.fail(r"POST .*/issues$", 403, "secondary rate limit", headers={"Retry-After": "1"})
    ready.run("issue", "drift", ready.file(DRIFTED))
    assert github.writes.count("POST /issues") == 1


def test_a_summary_that_can_t_be_written_is_a_problem(
    github: FakeGithub, ready: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is written on GitHub."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(ready.folder / "none" / "summary.md"))
    said = ready.run("comment", ready.file("**Nothing changes**\n"), code=Code.CONFIG)
    assert "GITHUB_STEP_SUMMARY" in said
    assert github.writes == []


def test_no_reading_of_a_job_shows_its_token(ready: Job) -> None:
    """Not even in a traceback's values."""
    assert ready.token not in repr(job.Job.read())
