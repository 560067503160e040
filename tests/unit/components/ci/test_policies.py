"""What the roles of CI may do, held against what they do and against what AWS knows."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from policy_sentry.querying.actions import get_action_data

from components.ci.policies import ENVIRONMENTS, FOLDER, INLINE_LIMIT, MANAGED_LIMIT, ROLES, Place, policy, trust
from local.iam_actions import actions_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parents[4]

WIDE = Place(
    account_id="123456789012",
    region="ap-southeast-2",
    repository="acme-corporation/payments",
    service="payments-gateway",
    state_bucket="acme-corporation-pulumi-state",
    state_key="01234567-89ab-cdef-0123-456789abcdef",
    stack_prefix="production-eu-",
)
"""A place with long names."""

AUTHORIZATIONS: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / "authorizations.json").read_text())

RECORDINGS = ("stand-ins", "provider")

READS = ("Describe", "Get", "List", "Decrypt")
"""How actions begin that change nothing."""


def calls() -> Iterator[tuple[str, str, str]]:
    """Role, action and `run makes call`, of all that is recorded."""
    for name in RECORDINGS:
        recorded: dict[str, list[str]] = json.loads((FOLDER / "calls" / f"{name}.json").read_text())
        for run, operations in recorded.items():
            for operation in operations:
                for action in actions_of(*operation.split(":")):
                    yield run.partition(":")[0], action, f"{run} makes {operation} ({name}.json)"


def needed(role: str) -> dict[str, str]:
    """The actions that ROLE needs, each with why."""
    free = {entry["action"] for entry in AUTHORIZATIONS["not_granted"]}
    found = {action: why for by, action, why in calls() if by == role and action not in free}
    listed = [entry for entry in AUTHORIZATIONS["never_called"] if role in entry["roles"]]
    return found | {entry["action"]: entry["why"] for entry in listed}


def statements(role: str) -> list[dict[str, Any]]:
    """The statements of ROLE's policy, actions and resources as lists."""
    found = policy(role, WIDE)["Statement"]
    return [{**each, "Action": listed(each["Action"]), "Resource": listed(each["Resource"])} for each in found]


def listed(value: str | list[str]) -> list[str]:
    """VALUE as a list; IAM takes one text for a list of one."""
    return [value] if isinstance(value, str) else value


def granted(role: str) -> set[str]:
    """The actions that ROLE's policy grants, on whatever."""
    return {action for statement in statements(role) for action in statement["Action"]}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_its_runs_do(role: str) -> None:
    """Whatever the policy lacks is named with the run that needs it."""
    lacking = {action: why for action, why in needed(role).items() if action not in granted(role)}
    assert lacking == {}, f"docs/iam/{role}.json lacks {lacking}"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_nothing_that_no_run_does(role: str) -> None:
    """Whatever nothing uses is named."""
    unused = granted(role) - needed(role).keys()
    assert unused == set(), f"docs/iam/{role}.json grants {unused}, which no run uses"


def test_every_verb_of_ci_is_recorded() -> None:
    """By both providers, under the role that it has there."""
    runs = [json.loads((FOLDER / "calls" / f"{name}.json").read_text()).keys() for name in RECORDINGS]
    assert runs[0] == runs[1]
    assert {"preview: plan", "preview: drift", "preview: status", "deploy: deploy", "deploy: check"} <= set(runs[0])
    assert {"switch: switch", "switch: rollback", "drill: drill"} <= set(runs[0])


def test_the_preview_changes_nothing() -> None:
    """By the names of its actions."""
    assert [action for action in granted("preview") if not action.partition(":")[2].startswith(READS)] == []


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_granted_by_a_pattern(role: str) -> None:
    """Each action is written out, and AWS knows it."""
    unknown = [action for action in granted(role) if not get_action_data(*action.split(":"))]
    assert unknown == []


@pytest.mark.parametrize("role", ROLES)
def test_a_statement_narrows_only_what_aws_narrows(role: str) -> None:
    """An ARN or a condition that an action does not support would grant nothing, or let everything pass."""
    wrong: list[str] = []
    for statement in statements(role):
        for action in statement["Action"]:
            wrong += [f"{statement['Sid']}: {action} {reason}" for reason in _unsupported(action, statement)]
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_everything_that_can_be_narrowed_is(role: str) -> None:
    """All resources are only named where the action knows no other."""
    wide = [
        action
        for statement in statements(role)
        for action in statement["Action"]
        if statement["Resource"] == ["*"] and any(row["resource_arn_format"] != "*" for row in _rows(action))
    ]
    assert wide == []


@pytest.mark.parametrize("role", ROLES)
def test_a_policy_fits(role: str) -> None:
    """With long names, within what IAM takes inline."""
    text = json.dumps(policy(role, WIDE), separators=(",", ":"))
    assert len("".join(text.split())) <= INLINE_LIMIT


@pytest.mark.parametrize("role", ["preview", "switch"])
def test_a_small_policy_fits_a_managed_one(role: str) -> None:
    """As the README says."""
    assert len(json.dumps(policy(role, WIDE), separators=(",", ":"))) <= MANAGED_LIMIT


def test_a_role_is_passed_to_instances_only() -> None:
    """And no role is given to anything that the program did not make."""
    (statement,) = [each for each in statements("deploy") if "iam:PassRole" in each["Action"]]
    assert statement["Condition"] == {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
    assert all(re.search(r":role/(blue|green)-instance-\*$", arn) for arn in statement["Resource"])


def test_only_a_switch_moves_traffic() -> None:
    """A deployment can't, and a switch makes no fleet."""
    assert "elasticloadbalancing:ModifyListener" not in granted("deploy") | granted("preview")
    writes = {action for action in granted("switch") if not action.partition(":")[2].startswith(READS)}
    assert [action for action in writes if action.startswith(("autoscaling:", "ec2:", "iam:"))] == []


def test_traffic_that_somebody_moved_is_taken_back() -> None:
    """The role that switches refreshes the router first, so it reads all of it that a daily drift run reads."""
    recorded: dict[str, list[str]] = json.loads((FOLDER / "calls" / "provider.json").read_text())
    read = {action for operation in recorded["preview: drift"] for action in actions_of(*operation.split(":"))}
    of_colors = {action for action in read if action.startswith("iam:") or "LaunchTemplate" in action}
    assert read - of_colors - granted("switch") == set()


@pytest.mark.parametrize(("role", "own"), [("deploy", ("blue", "green")), ("switch", ("router",))])
def test_a_role_writes_the_state_of_its_own_stacks_alone(role: str, own: tuple[str, ...]) -> None:
    """Nor that of the program which makes the roles, where all bear the first word of each other's names."""
    place = Place("123456789012", "us-east-1", "acme/shop", "bluegreen", "acme-state")
    (written,) = [each for each in policy(role, place)["Statement"] if each["Sid"] == "WriteState"]
    arns = [f"arn:aws:s3:::acme-state/.pulumi/{key}" for key in _state_keys()]
    found = {arn for arn in arns if any(fnmatchcase(arn, pattern) for pattern in written["Resource"])}
    assert found == {arn for arn in arns for stack in own if f"/bluegreen/{stack}" in arn}


def _state_keys() -> Iterator[str]:
    """What the engine writes of some stacks into a bucket."""
    stacks = [("bluegreen", stack) for stack in ("router", "blue", "green")]
    for project, stack in [*stacks, ("bluegreen-iam", "ci"), ("router", "blue-notes"), ("greenhouse", "router")]:
        yield from (f"stacks/{project}/{stack}.json{ending}" for ending in ("", ".bak"))
        yield from (f"{kind}/{project}/{stack}/{stack}.1.json" for kind in ("history", "backups"))
        yield f"locks/organization/{project}/{stack}/0.json"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_taken_by_its_environments_of_one_repository(role: str) -> None:
    """Word for word, without a wildcard."""
    assert [each["Condition"] for each in trust(role, WIDE)["Statement"]] == [
        {
            "StringEquals": {
                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": f"repo:acme-corporation/payments:environment:{environment}",
            }
        }
        for environment in ENVIRONMENTS[role]
    ]


def test_what_is_never_called_has_a_source() -> None:
    """A page, or a file of this project that makes the call."""
    for entry in AUTHORIZATIONS["never_called"] + AUTHORIZATIONS["not_granted"]:
        assert entry["why"]
        assert entry["source"].startswith("https://") or (PROJECT / entry["source"]).is_file()


def _rows(action: str) -> list[dict[str, Any]]:
    service, name = action.split(":")
    found: Any = get_action_data(service, name)
    return found[service]


def _unsupported(action: str, statement: dict[str, Any]) -> Iterator[str]:
    rows = [row for row in _rows(action) if _names(row["resource_arn_format"], statement["Resource"])]
    if not rows:
        yield f"knows no resource of {statement['Resource']}"
    keys = {key.partition("/$")[0] for row in rows for key in row["condition_keys"]}
    for condition in statement.get("Condition", {}).values():
        yield from (f"knows no condition {key}" for key in condition if key.partition("/")[0] not in keys)


def _names(arn_format: str, resources: list[str]) -> bool:
    pattern = ".*".join(re.escape(part) for part in re.split(r"\$\{\w+\}", arn_format))
    return any(re.fullmatch(pattern, each) for each in resources)
