"""`bluegreen github propose`: one pull request with stack files, that writes over nothing."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml

from components.color import Color
from ops.problem import Code
from tests.github.desk import BOT

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.github.desk import Issue
    from tests.github.fake import FakeGithub
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine
    from tests.unit.ops.verbs.github.conftest import Job

pytestmark = pytest.mark.usefixtures("aws")

ROUTER, GREEN = "Pulumi.router.yaml", "Pulumi.green.yaml"
PUT_BACK, RELEASE = "bluegreen/put-back", "bluegreen/release-green"
PLAN = "**Moves 100 % of traffic from blue (1.0.0) to green (1.1.0)**\n"


def _declare(project: Path, engine: FakeEngine, stack: str, **settings: str) -> None:
    """What a verb writes into STACK's file."""
    engine.settings[stack] |= {f"bluegreen:{key}": value for key, value in settings.items()}
    (project / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump({"config": engine.settings[stack]}))


@pytest.fixture
def _rolled_back(github: FakeGithub, job: Job, project: Path, engine: FakeEngine, aws: FakeAws) -> None:  # pyright: ignore[reportUnusedFunction]
    """Main says green, and a rollback went back to blue."""
    _declare(project, engine, "router", active_color="green")
    github.commit({ROUTER: (project / ROUTER).read_text()}, "Switch to green")
    _fetch(github, project)
    job.begin()
    _declare(project, engine, "router", active_color="blue", bad_release="green@1.1.0")
    facts = {"who": "ci|<b>", "from": "blue", "to": "green", "releases": {"blue": "1.0.0", "green": "1.1.0"}}
    aws.log += [
        json.dumps({"event": "switched", "kind": "switch", "time": 1, "weights": {"blue": 0, "green": 100}, **facts}),
        json.dumps({"event": "switched", "kind": "rollback", "time": 61, **facts, "from": "green", "to": "blue"}),
        json.dumps({"event": "refused", "time": 120, **facts, "reason": "green@1.1.0 was rolled back"}),
    ]
    github.writes.clear()


def _fetch(github: FakeGithub, project: Path) -> None:
    subprocess.run(["git", "fetch", "--quiet", str(github.git.folder), "main"], cwd=project, check=True)


def _pulls(github: FakeGithub) -> list[Issue]:
    return [each for each in github.desk.pulls() if each.author == BOT and each.state == "open"]


def _file(github: FakeGithub, name: str, at: str) -> str:
    return github.git.content(github.git.entries(at)[name][2]).decode()


def _stable(github: FakeGithub, body: str) -> str:
    return body.replace(github.git.resolve("main")[:7], "COMMIT")


@pytest.mark.usefixtures("_rolled_back")
def test_a_rollback_is_proposed_with_its_reasons(
    github: FakeGithub, job: Job, project: Path, snapshot: SnapshotAssertion
) -> None:
    """As a pull request whose merge lets the repository say what AWS has; the working tree stays as it is."""
    main, before = github.git.resolve("main"), (project / ROUTER).read_text()
    said = job.run("propose", "put-back")
    (pull,) = _pulls(github)
    assert (pull.head, pull.base) == (PUT_BACK, "main")
    assert f"{pull.title}\n\n{_stable(github, pull.body)}" == snapshot
    assert f"opened pull request #{pull.number}: https://github.example/acme/shop/pull/{pull.number}" in said
    assert github.git.facts(PUT_BACK)["parents"] == [main]
    assert github.git.facts(PUT_BACK)["author"] == BOT
    assert github.git.resolve("main") == main
    assert _file(github, ROUTER, github.merge(pull.number)) == before == (project / ROUTER).read_text()


@pytest.mark.usefixtures("_rolled_back")
def test_only_the_set_s_files_are_proposed(github: FakeGithub, job: Job, project: Path) -> None:
    """Whatever else lies around."""
    for name in ("Pulumi.staging-router.yaml", "Pulumi.yaml", "switch.json", "README.md"):
        (project / name).write_text("name: bluegreen\nruntime: python\n# by hand\n")
    job.run("propose", "put-back")
    before, after = (github.git.entries(branch) for branch in ("main", PUT_BACK))
    assert {name for name in after if after[name] != before.get(name)} == {ROUTER}


@pytest.mark.usefixtures("_rolled_back")
def test_what_was_merged_meanwhile_stays(github: FakeGithub, job: Job) -> None:
    """The parent is the commit that was checked out: a moved main is merged, never written over."""
    router = _file(github, ROUTER, "main")
    github.commit({ROUTER: f"{router}# by somebody\n", "other": "new\n"}, "Meanwhile")
    job.run("propose", "put-back")
    (pull,) = _pulls(github)
    merged = github.merge(pull.number)
    assert "# by somebody" in _file(github, ROUTER, merged)
    assert _file(github, "other", merged) == "new\n"
    assert "active_color: blue" in _file(github, ROUTER, merged)


@pytest.mark.usefixtures("_rolled_back")
def test_an_open_one_is_updated_in_place(github: FakeGithub, job: Job, project: Path, engine: FakeEngine) -> None:
    """One pull request and one commit, whatever the files say by now; the same again writes nothing."""
    job.run("propose", "put-back")
    github.writes.clear()
    job.run("propose", "put-back")
    assert github.writes == ["POST /git/trees"]  # an object that is there already
    _declare(project, engine, "router", canary="green@5")
    job.begin(run="102")
    assert "updated pull request" in job.run("propose", "put-back")
    (pull,) = _pulls(github)
    assert "[run 102]" in pull.body
    assert "green@5" in _file(github, ROUTER, PUT_BACK)
    assert github.git.facts(PUT_BACK)["parents"] == [github.git.resolve("main")]


@pytest.mark.usefixtures("_rolled_back")
def test_where_main_says_it_already_an_open_one_is_closed(github: FakeGithub, job: Job, project: Path) -> None:
    """With a comment, and nothing is opened."""
    job.run("propose", "put-back")
    (pull,) = _pulls(github)
    github.commit({ROUTER: (project / ROUTER).read_text()}, "By hand")
    assert f"closed pull request #{pull.number}" in job.run("propose", "put-back")
    assert _pulls(github) == []
    assert "Main says already" in github.desk.under(pull.number)[0].body
    github.writes.clear()
    assert "there is nothing to propose" in job.run("propose", "put-back")
    assert github.writes == []


@pytest.mark.parametrize("verb", ["put-back", "release"])
def test_where_nothing_differs_nothing_is_opened(github: FakeGithub, job: Job, verb: str) -> None:
    """It says so, exit code 0."""
    assert "there is nothing to propose" in job.run("propose", verb)
    assert github.writes == []


@pytest.mark.usefixtures("_rolled_back")
@pytest.mark.parametrize("agrees", [True, False])
def test_what_a_later_switch_left_behind_is_closed(  # noqa: PLR0913  each is a part of the scene
    github: FakeGithub, job: Job, project: Path, engine: FakeEngine, aws: FakeAws, *, agrees: bool
) -> None:
    """Merging it would move all traffic back; where AWS has something else than the file says, it stays."""
    job.run("propose", "put-back")
    (pull,) = _pulls(github)
    (project / ROUTER).write_text(_file(github, ROUTER, "main"))
    engine.settings["router"]["bluegreen:active_color"] = "green"
    if agrees:
        aws.weights = {Color.BLUE: 0, Color.GREEN: 100}
    said = job.run("propose", "put-back")
    assert (f"closed pull request #{pull.number}" in said) == agrees
    assert [each.number for each in _pulls(github)] == ([] if agrees else [pull.number])


@pytest.mark.usefixtures("_rolled_back")
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("step", ["POST .*/git/trees", "POST .*/git/commits", "POST .*/git/refs", "POST .*/pulls$"])
def test_a_failure_halfway_is_ended_by_the_next_run(github: FakeGithub, job: Job, step: str, *, late: bool) -> None:
    """With one branch, one commit and one pull request."""
    github.fail(step, 502, late=late)
    assert "GitHub answered with 502" in job.run("propose", "put-back", code=Code.RESOURCE)
    job.run("propose", "put-back")
    assert len(_pulls(github)) == 1
    assert set(github.git.branches()) == {"main", PUT_BACK}
    assert github.git.facts(PUT_BACK)["parents"] == [github.git.resolve("main")]
    github.writes.clear()
    job.run("propose", "put-back")
    assert github.writes == ["POST /git/trees"]


@pytest.mark.usefixtures("_rolled_back")
def test_one_that_somebody_opened_meanwhile_is_found(github: FakeGithub, job: Job) -> None:
    """Two runs at once: GitHub lets one open it, the other updates it."""
    job.run("propose", "put-back")
    (pull,) = _pulls(github)
    pull.state, hidden = "closed", github.talk.open_pull

    def race(*words: object, **given: object) -> object:
        pull.state = "open"
        return hidden(*words, **given)  # pyright: ignore[reportArgumentType]

    github.talk.open_pull = race  # pyright: ignore[reportAttributeAccessIssue]
    assert f"updated pull request #{pull.number}" in job.run("propose", "put-back")


@pytest.mark.usefixtures("_rolled_back")
def test_a_fork_of_the_same_owner_is_not_ours(github: FakeGithub, job: Job) -> None:
    """Whoever may only read can have one in an organization, with a branch of that name and any content."""
    fork = github.open_pull(f"acme/shop-copy:{PUT_BACK}", title="By somebody")
    job.run("propose", "put-back")
    (pull,) = _pulls(github)
    assert (pull.head, fork.title, fork.body) == (PUT_BACK, "By somebody", "")


def test_ends_of_lines_are_no_difference(github: FakeGithub, job: Job, project: Path) -> None:
    """Of a file that was committed with Windows' ones."""
    text = (project / ROUTER).read_text().replace("\n", "\r\n")
    github.commit({ROUTER: text})
    (project / ROUTER).write_bytes(text.encode())
    _fetch(github, project)
    job.begin()
    assert "there is nothing to propose" in job.run("propose", "put-back")


@pytest.mark.usefixtures("_rolled_back")
def test_a_log_that_can_t_be_read_is_said_in_the_text(github: FakeGithub, job: Job, aws: FakeAws) -> None:
    """The repository is wrong in any case."""
    aws.refuse("GetLogEvents", "AccessDeniedException")
    job.run("propose", "put-back")
    assert "logs&#58;GetLogEvents" in _pulls(github)[0].body


@pytest.mark.usefixtures("_rolled_back")
def test_a_second_set_has_its_own_branch(github: FakeGithub, job: Job, engine: FakeEngine, project: Path) -> None:
    """So that neither takes the other's pull request."""
    for name in ("router", "blue", "green"):
        engine.settings[f"prod-{name}"] = dict(engine.settings[name])
        (project / f"Pulumi.prod-{name}.yaml").write_text(yaml.safe_dump({"config": engine.settings[name]}))
    job.run("propose", "put-back", "--stack-prefix", "prod-")
    assert {each.head for each in _pulls(github)} == {f"{PUT_BACK}-prod-router"}


@pytest.mark.usefixtures("_rolled_back")
def test_a_run_of_a_tag_proposes_into_the_default_branch(github: FakeGithub, job: Job) -> None:
    """A tag can't be merged into."""
    job.begin(branch="v1.2.0")
    job.run("propose", "put-back")
    assert [each.base for each in _pulls(github)] == ["main"]


def test_a_release_is_proposed(
    github: FakeGithub, job: Job, project: Path, engine: FakeEngine, snapshot: SnapshotAssertion
) -> None:
    """The file of the color without traffic alone: merging it moves nothing."""
    _declare(project, engine, "green", release="1.1.0", parked="true")
    _declare(project, engine, "blue", release="1.0.1")
    job.run("propose", "release")
    (pull,) = _pulls(github)
    assert pull.head == RELEASE
    assert f"{pull.title}\n\n{_stable(github, pull.body)}" == snapshot
    before, after = (github.git.entries(branch) for branch in ("main", RELEASE))
    assert {name for name in after if after[name] != before[name]} == {GREEN}


def test_a_release_with_its_switch_is_one_merge(
    github: FakeGithub, job: Job, project: Path, engine: FakeEngine, snapshot: SnapshotAssertion
) -> None:
    """The active_color line is changed in the pull request alone, and nothing else of that file."""
    router = "# Who gets the traffic\nconfig:\n  bluegreen:active_color: blue  # one line\n  bluegreen:service: shop\n"
    (project / ROUTER).write_text(router)
    github.commit({ROUTER: router})
    _fetch(github, project)
    job.begin()
    _declare(project, engine, "green", release="1.1.0", parked="true")
    job.run("propose", "release", "--switch", "--body", job.file(PLAN))
    (pull,) = _pulls(github)
    assert f"{pull.title}\n\n{_stable(github, pull.body)}" == snapshot
    merged = github.merge(pull.number)
    assert _file(github, ROUTER, merged) == router.replace("active_color: blue", "active_color: green")
    assert "parked" in _file(github, GREEN, merged)
    assert (project / ROUTER).read_text() == router


def test_a_switch_is_proposed_where_the_release_is_merged(github: FakeGithub, job: Job) -> None:
    """Its file differs no more; the line does."""
    job.run("propose", "release", "--switch")
    (pull,) = _pulls(github)
    assert "active_color: green" in _file(github, ROUTER, pull.head or "")


@pytest.mark.usefixtures("_rolled_back")
def test_a_switch_that_main_declares_already_is_refused(
    github: FakeGithub, job: Job, project: Path, engine: FakeEngine
) -> None:
    """Merging it would change no line of the router's file, and so move nothing; the release alone is proposed."""
    _declare(project, engine, "green", release="1.2.0")
    said = job.run("propose", "release", "--switch", "--body", job.file(PLAN), code=Code.CONFIG)
    assert f"{ROUTER} as committed says already that green is active" in said
    assert github.writes == []
    job.run("propose", "release")
    (pull,) = _pulls(github)
    assert pull.body.startswith("**Merging this changes nothing in AWS")


def test_without_the_line_a_switch_is_refused(github: FakeGithub, job: Job, project: Path) -> None:
    """Exit code 2, and nothing is written: another file may say it."""
    text = "config:\n  bluegreen:service: shop\n"
    (project / ROUTER).write_text(text)
    github.commit({ROUTER: text})
    _fetch(github, project)
    job.begin()
    github.log.clear()
    assert "has no line active_color" in job.run("propose", "release", "--switch", code=Code.CONFIG)
    assert github.log == []


def test_a_commit_that_was_not_checked_out_is_refused(
    github: FakeGithub, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2: what differs can't be told."""
    monkeypatch.setenv("GITHUB_SHA", "0" * 40)
    said = job.run("propose", "put-back", code=Code.CONFIG)
    assert "git can't tell what 000" in said
    assert "next: actions/checkout" in said
    assert github.log == []


@pytest.mark.usefixtures("_rolled_back")
def test_where_the_repository_allows_no_pull_requests_of_jobs_the_setting_is_named(
    github: FakeGithub, job: Job
) -> None:
    """No permission of the job helps."""
    github.may_open_pulls = False
    said = job.run("propose", "put-back", code=Code.RESOURCE)
    assert "Allow GitHub Actions to create and approve pull requests" in said
