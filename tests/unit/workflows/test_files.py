"""What each workflow's file keeps to: no logic in it, least permissions, no update canceled, nothing that moves."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from components.ci.policies import ENVIRONMENTS
from ops.app import build
from tests.workflows.workflow import FOLDER, PROJECT, Job, Step, names, read
from tools.engine_version import PINNED

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKFLOWS = ("ci", "drift", "drill", "drill-both", "preview", "release", "rollback", "switch")

VARIABLES = {"AWS_ACCOUNT_ID", "AWS_REGION", "PULUMI_BACKEND_URL", "BLUEGREEN_STACK_PREFIX"}
"""What a repository sets, and nothing else."""

PREFIX = "${{ vars.BLUEGREEN_STACK_PREFIX }}"

GROUPS = {
    "drift": [f"bluegreen-{PREFIX}drift"],
    "drill": [f"bluegreen-{PREFIX}router", f"bluegreen-{PREFIX}blue"],
    "drill-both": [f"bluegreen-{PREFIX}green"],
    "release": [f"bluegreen-{PREFIX}${{{{ needs.idle.outputs.color }}}}"],
    "rollback": [f"bluegreen-{PREFIX}rollback"],
    "switch": [f"bluegreen-{PREFIX}router"],
}
"""The concurrency groups of what may update a stack or write an issue, from the outermost to the innermost."""

PROPOSING = {"id-token", "contents", "pull-requests"}

WRITES: dict[tuple[str, str], set[str]] = {
    ("preview", "plan"): {"id-token", "pull-requests"},
    ("release", "idle"): {"id-token"},
    ("release", "release"): PROPOSING,
    ("switch", "switch"): PROPOSING,
    ("rollback", "rollback"): PROPOSING,
    ("drift", "drift"): {"id-token", "issues"},
    ("drill", "drill"): PROPOSING | {"issues"},
    ("drill-both", "both"): PROPOSING | {"issues"},
}
"""What a job may write on GitHub; `id-token` lets GitHub vouch for it."""

ROLES = {
    ("preview", "plan"): ("preview", "preview"),
    ("release", "idle"): ("preview", "preview"),
    ("release", "release"): ("deploy", "deploy"),
    ("switch", "switch"): ("switch", "switch"),
    ("rollback", "rollback"): ("rollback", "switch"),
    ("drift", "drift"): ("preview", "preview"),
    ("drill-both", "both"): ("drill", "drill"),
}
"""The environment of each job that has credentials, and the role that it takes."""

OF_ROLE, WITHOUT_ROLE = 55, 90
"""Minutes. A role's session is an hour unless it says otherwise (configure-aws-credentials, role-duration-seconds)."""


def _jobs() -> Iterator[tuple[str, Job]]:
    return ((name, job) for name in names() for job in read(name).jobs)


def _steps() -> Iterator[tuple[str, Job, Step]]:
    return ((name, job, step) for name, job in _jobs() for step in job.steps)


def _text(name: str) -> str:
    return (FOLDER / f"{name}.yml").read_text()


def _all_text() -> str:
    return "\n".join(_text(name) for name in names())


def test_these_are_all() -> None:
    """One file each, named as its workflow."""
    assert tuple(names()) == WORKFLOWS
    assert [read(name).name for name in WORKFLOWS] == list(WORKFLOWS)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_nothing_is_allowed_but_what_a_job_names(name: str) -> None:
    """`permissions: {}` at the top; what each job says is no more than what it does."""
    workflow = read(name)
    assert workflow.permissions == {}
    assert workflow.defaults == {"run": {"shell": "bash"}}
    for job in workflow.jobs:
        assert job.permissions.get("contents") in {"read", "write"}, job.id
        writes = {scope for scope, access in job.permissions.items() if access == "write"}
        assert writes == WRITES.get((name, job.id), set()), job.id


def test_each_action_is_one_commit() -> None:
    """With its version beside it, and the same commit wherever it is used."""
    lines = [line.strip() for line in _all_text().splitlines() if re.match(r"\s*(- )?uses:", line)]
    used: dict[str, set[str]] = {}
    for line in lines:
        found = re.fullmatch(r"(?:- )?uses: (?:(\S+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)|\./\.github/workflows/\S+)", line)
        assert found, line
        if found[1]:
            used.setdefault(found[1], set()).add(found[2])
    assert {action: commits for action, commits in used.items() if len(commits) > 1} == {}
    assert len(used) == 6


def test_a_checkout_keeps_no_token() -> None:
    """What runs after it could use it."""
    checkouts = [step.inputs for _, _, step in _steps() if step.action == "actions/checkout"]
    assert checkouts == [{"persist-credentials": False}] * len(checkouts)


def test_each_job_ends_within_its_credentials() -> None:
    """Or an update would be cut off in the middle."""
    for name, job in _jobs():
        if not job.uses:
            assert job.timeout is not None, (name, job.id)
            assert job.timeout <= (OF_ROLE if (name, job.id) in ROLES else WITHOUT_ROLE), (name, job.id)


def test_each_command_is_a_target_or_a_verb() -> None:
    """With options that it has, on one line, its answer kept in a file at most: no logic lives in YAML."""
    listed = re.findall(r"^([a-z -]+):.*## ", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    targets = {target for line in listed for target in line.split()}
    for name, job, step in _steps():
        if not step.run:
            continue
        command = re.sub(r" > [a-z]+\.(json|md)$", "", step.run)
        assert not set(command) & set(";|&`()<>\n"), (name, job.id, step.run)
        program, *words = shlex.split(command)
        if program == "make":
            assert len(words) == 1, step.run
            assert words[0] in targets, (name, job.id, step.run)
        else:
            assert program == ".venv/bin/bluegreen", (name, job.id, step.run)
            _parse([word.replace("$COLOR", "green") for word in words])


def _parse(words: list[str]) -> None:
    """Raises what the command line says to WORDS that it does not take."""
    command: Any = get_command(build())
    while hasattr(command, "commands"):
        command, words = command.commands[words[0]], words[1:]
    command.make_context(command.name, words)


def test_no_text_of_somebody_else_is_part_of_a_command() -> None:
    """A branch, a tag or an input reaches a command by its environment alone."""
    assert [step.run for _, _, step in _steps() if "${{" in step.run] == []


def test_no_workflow_trusts_a_pull_request() -> None:
    """`pull_request_target` and `workflow_run` would run with the repository's rights."""
    triggers = {trigger for name in names() for trigger in read(name).on}
    assert triggers == {"pull_request", "push", "schedule", "workflow_call", "workflow_dispatch"}


def test_a_repository_sets_four_variables() -> None:
    """And no secret: credentials come by OIDC, the state's key from KMS."""
    assert set(re.findall(r"vars\.(\w+)", _all_text())) == VARIABLES
    assert "secrets." not in _all_text()


def test_no_option_of_the_engine_comes_by_environment() -> None:
    """It would change preview, up and refresh, too."""
    assert set(re.findall(r"\bPULUMI_\w+", _all_text())) == {"PULUMI_BACKEND_URL"}


def test_credentials_are_those_of_the_job_s_environment() -> None:
    """A role each, and only where GitHub may vouch for the job."""
    found = {
        (name, job.id): (job.environment, step.inputs)
        for name, job, step in _steps()
        if step.action == "aws-actions/configure-aws-credentials"
    }
    arn = f"arn:aws:iam::${{{{ vars.AWS_ACCOUNT_ID }}}}:role/{PREFIX}bluegreen-"
    assert found == {
        where: (environment, {"role-to-assume": f"{arn}{role}", "aws-region": "${{ vars.AWS_REGION }}"})
        for where, (environment, role) in ROLES.items()
    }


def test_each_environment_is_trusted_with_its_role() -> None:
    """AWS gives a role to the jobs of its own environments alone: whoever is forgotten there has no credentials."""
    taken: dict[str, set[str]] = {}
    for environment, role in ROLES.values():
        taken.setdefault(role, set()).add(environment)
    assert taken == {role: set(environments) for role, environments in ENVIRONMENTS.items()}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_an_update_is_never_canceled_and_never_beside_another(name: str) -> None:
    """One group for each stack; who waits is not pushed out of the queue by who comes later."""
    workflow = read(name)
    blocks = [each for each in (workflow.concurrency, *(job.concurrency for job in workflow.jobs)) if each]
    if name in GROUPS:
        assert blocks == [{"group": group, "cancel-in-progress": False, "queue": "max"} for group in GROUPS[name]]
    else:
        assert [each["cancel-in-progress"] for each in blocks] == [True]


def test_a_preview_cancels_older_ones_of_its_own_pull_request_alone() -> None:
    """It changes nothing and takes no lock."""
    group = read("preview").concurrency["group"]
    assert group == "bluegreen-preview-${{ github.event.pull_request.number }}"


def test_what_did_not_stay_is_proposed_back() -> None:
    """Whenever something moved traffic, or tried; a switch that succeeds closes what an earlier one proposed."""
    conditions = {name: step.condition for name, _, step in _steps() if "propose put-back" in step.run}
    assert conditions == dict.fromkeys(("switch", "rollback", "drill-both"), "always()")


def test_what_was_deployed_is_proposed_whatever_came_after() -> None:
    """Also where somebody canceled the check: AWS has the release, and the repository must say so."""
    conditions = [step.condition for name, _, step in _steps() if name == "release" and "propose" in step.run]
    assert conditions == ["success()", "(failure() || cancelled()) && steps.deploy.outcome == 'success'"]


def test_reports_are_kept_where_a_job_fails() -> None:
    """That is when somebody reads them."""
    kept = [step for _, _, step in _steps() if step.action == "actions/upload-artifact"]
    assert len(kept) == 5
    assert {step.condition for step in kept} == {"always()"}


def test_only_a_step_that_speaks_to_github_has_its_token() -> None:
    """The engine, and what it runs, see none."""
    for name, _, step in _steps():
        speaks = " github " in step.run and "no-plan" not in step.run and "github idle" not in step.run
        assert ("GITHUB_TOKEN" in step.env) == speaks, (name, step.title)


def test_the_engine_is_the_pinned_one() -> None:
    """In each job."""
    versions = [step.inputs["pulumi-version"] for _, _, step in _steps() if step.action == "pulumi/actions"]
    assert set(versions) == {PINNED}


def test_every_supported_python_is_tried() -> None:
    """From the oldest that the project takes."""
    (job,) = (job for job in read("ci").jobs if job.id == "test")
    assert job.matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
