"""The GitHub that other tests speak to is as strict as GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from github import Auth, Github, GithubException, InputGitTreeElement

from tests.github.desk import BOT
from tests.github.fake import EVERYTHING, FakeGithub, serve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from github.Repository import Repository

FILE = "Pulumi.router.yaml"


@pytest.fixture
def github(tmp_path: Path) -> Iterator[FakeGithub]:
    """One with a commit."""
    with serve(FakeGithub(tmp_path)) as served:
        served.commit({FILE: "config: {}\n"})
        yield served


def _repository(github: FakeGithub, allowed: Mapping[str, str] = EVERYTHING) -> Repository:
    auth = Auth.Token(github.token(allowed))
    client = Github(auth=auth, base_url=github.url, retry=None, seconds_between_writes=0, lazy=True)
    return client.get_repo(github.repository)


def _refused(call: Any, *words: Any, **given: Any) -> tuple[int, str]:
    with pytest.raises(GithubException) as refused:
        call(*words, **given)
    return refused.value.status, str(refused.value)


def test_lists_come_in_pages(github: FakeGithub) -> None:
    """Whoever reads the first alone misses the rest."""
    repository = _repository(github)
    for number in range(31):
        repository.create_issue(f"issue {number}")
    assert len(list(repository.get_issues())) == 31
    assert github.log[-2:] == ["GET /repos/acme/shop/issues"] * 2


def test_comments_are_the_bot_s(github: FakeGithub) -> None:
    """They are edited in place and can be removed."""
    issue = _repository(github).create_issue("one")
    comment = issue.create_comment("first")
    comment.edit("second")
    assert [(each.body, each.user.login) for each in issue.get_comments()] == [("second", BOT)]
    comment.delete()
    assert github.desk.comments == {}


@pytest.mark.parametrize(
    ("allowed", "on_issue", "on_pull"),
    [({}, False, False), ({"issues": "read"}, False, False), ({"issues": "write"}, True, True),
     ({"pull-requests": "write"}, False, True)],
)  # fmt: skip
def test_a_token_does_what_its_job_may(
    github: FakeGithub, allowed: Mapping[str, str], *, on_issue: bool, on_pull: bool
) -> None:
    """Else nothing is written, and GitHub's own words come back."""
    github.commit({FILE: "config: {a: b}\n"}, branch="change")
    pull, issue = github.open_pull("change"), _repository(github).create_issue("one")
    github.writes.clear()
    for number, may in ((issue.number, on_issue), (pull.number, on_pull)):
        target = _repository(github, allowed).get_issue(number)
        if may:
            target.create_comment("hello")
        else:
            assert _refused(target.create_comment, "hello")[0] == 403
    assert len(github.writes) == on_issue + on_pull


def test_a_token_that_is_none_is_refused(github: FakeGithub) -> None:
    """As GitHub does."""
    stranger = Github(auth=Auth.Token("ghs_other"), base_url=github.url, retry=None)
    assert _refused(stranger.get_repo, github.repository)[0] == 401


def test_a_branch_moves_back_only_by_force_and_a_merge_is_one(github: FakeGithub) -> None:
    """Commits are git's own: a checkout clones them."""
    repository = _repository(github)
    base = repository.get_git_commit(github.git.resolve("main"))
    tree = repository.create_git_tree([InputGitTreeElement(FILE, "100644", "blob", "config: {a: 1}\n")], base.tree)
    commit = repository.create_git_commit("Change", tree, [base])
    ref = repository.create_git_ref("refs/heads/bluegreen/change", commit.sha)
    assert _refused(ref.edit, base.sha)[0] == 422
    pull = repository.create_pull(base="main", head="bluegreen/change", title="Change", body="")
    assert "already exists" in _refused(repository.create_pull, base="main", head="bluegreen/change", title="B")[1]
    github.commit({"other": "by somebody\n"})
    merged = github.merge(pull.number)
    assert set(github.git.entries(merged)) == {FILE, "other"}
    assert github.git.content(github.git.entries(merged)[FILE][2]) == b"config: {a: 1}\n"


@pytest.mark.parametrize("late", [False, True])
def test_a_fault_comes_before_or_after_it_is_done(github: FakeGithub, *, late: bool) -> None:
    """And once, as it was told."""
    github.fail("POST .*/issues$", 502, late=late)
    repository = _repository(github)
    assert _refused(repository.create_issue, "one")[0] == 502
    assert len(github.desk.issues) == late
    assert len(github.writes) == late
    repository.create_issue("two")


def test_what_is_too_long_is_refused(github: FakeGithub) -> None:
    """At GitHub's limit."""
    status, said = _refused(_repository(github).create_issue, "one", "x" * 65_537)
    assert (status, github.desk.issues) == (422, {})
    assert "maximum is 65536 characters" in said
