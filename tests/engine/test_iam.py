"""The roles of CI on the local AWS: each does its runs under its own policy, and no more."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from components.ci.policies import FOLDER, ROLES, Place, policy
from local.caller import caller
from local.engine import run_engine
from local.workspace import Workspace
from tests.engine.bluegreen import PROJECT, Said, bluegreen
from tests.engine.switch_stage import SwitchStage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from local.client import LocalAws

    Run = Callable[..., Said]

PREFIX = "iam-"

PLACE = Place("123456789012", "us-east-1", "acme/shop", "bluegreen", "acme-state", stack_prefix=PREFIX)

RECORDED: dict[str, list[str]] = json.loads((FOLDER / "calls" / "stand-ins.json").read_text())

RARE: list[dict[str, Any]] = json.loads((FOLDER / "authorizations.json").read_text())["never_called"]


@pytest.fixture(scope="module")
def deployed(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> SwitchStage:
    """A set of its own, made by somebody who may do everything."""
    return SwitchStage(cloud, Workspace(tmp_path_factory.mktemp("iam"), cloud.environment, PREFIX)).deploy()


@pytest.fixture
def iam_stage(deployed: SwitchStage) -> Iterator[SwitchStage]:
    """Blue live, green idle; settings, traffic and what a denied update left in the state are put back."""
    yield deployed
    deployed.put_back()
    deployed.workspace.up("router", "--refresh").check()


@pytest.fixture
def run_as(iam_stage: SwitchStage, tmp_path: Path) -> Iterator[Callable[[str], Run]]:
    """`bluegreen` under the policy of a role; at the end no call of it was one that is not recorded."""
    before = iam_stage.cloud.last_call()
    with ExitStack() as stack:

        def run(role: str) -> Run:
            iam_stage.cloud.hold(role, policy(role, PLACE))
            entered = caller(iam_stage.cloud, role, tmp_path / role, iam_stage.workspace.environment)
            environment = stack.enter_context(entered)
            changed = {name: environment[name] for name in CHANGED}
            return lambda verb, *words: bluegreen(iam_stage, verb, *words, **changed)

        yield run
    _assert_recorded(iam_stage, before)


CHANGED = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PULUMI_DEBUG_PROVIDERS")
"""Variables that make a caller."""


def _assert_recorded(stage: SwitchStage, since: int) -> None:
    known = {role: {each for run, made in RECORDED.items() if run.startswith(role) for each in made} for role in ROLES}
    for entry in RARE:
        for role in entry["roles"]:
            known[role].add(entry["action"])
    performed = [call for call in stage.cloud.calls(since) if call.key in known and not call.denied]
    strange = {f"{call.key}: {call.service}:{call.action}" for call in performed} - {
        f"{role}: {each}" for role, made in known.items() for each in made
    }
    assert strange == set(), "python -m tools.record_calls docs/iam/calls/stand-ins.json"


def _writes(stage: SwitchStage, since: int) -> list[str]:
    return [call.action for call in stage.cloud.writes(since) if call.key in ROLES]


def test_the_preview_role_sees_everything_and_writes_nothing(
    iam_stage: SwitchStage, run_as: Callable[[str], Run]
) -> None:
    """Plan, drift and status are whole; an update with its credentials fails, and traffic and records stay."""
    stage, preview = iam_stage, run_as("preview")
    stage.workspace.configure("router", active_color="green")
    before = stage.cloud.last_call()
    planned = preview("plan", "--json")
    assert (planned.code, planned.document["level"]) == (0, "traffic"), planned.err
    assert preview("status").code == 0
    stage.workspace.configure("router", active_color="blue")
    assert preview("drift").code == 0
    assert preview("history").code == 0
    assert [call.action for call in stage.cloud.calls(before) if call.denied] == []
    active, weights = stage.active, stage.weights()
    moved = preview("switch", "--yes")
    assert moved.code == 4, moved.out
    assert "elasticloadbalancing:ModifyListener" in moved.err
    assert _writes(stage, before) == []
    assert (stage.active, stage.weights()) == (active, weights)


def test_the_deploy_role_releases_and_moves_no_traffic(iam_stage: SwitchStage, run_as: Callable[[str], Run]) -> None:
    """A release to the idle color under its own policy; a switch is denied at the one write."""
    stage, deploy = iam_stage, run_as("deploy")
    released = deploy("deploy", "1.2.0")
    assert released.code == 0, released.err
    moved = deploy("switch", "--yes")
    assert moved.code == 4, moved.out
    assert "elasticloadbalancing:ModifyListener" in moved.err
    assert stage.weights() == {"blue": 100, "green": 0}


def test_the_switch_role_moves_traffic(iam_stage: SwitchStage, run_as: Callable[[str], Run]) -> None:
    """There and back under its own policy."""
    stage, switch = iam_stage, run_as("switch")
    moved = switch("switch", "--yes")
    assert moved.code == 0, moved.err
    back = switch("rollback", "--yes", "--unmarked")
    assert back.code == 0, back.err
    assert stage.weights() == {"blue": 100, "green": 0}


@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_the_drill_role_tears_down_and_rebuilds_both(iam_stage: SwitchStage, run_as: Callable[[str], Run]) -> None:
    """Under its own policy."""
    stage = iam_stage
    # The stage's green starts slowly, and colors that differ fail their parity.
    stage.workspace.configure("green", app_env=None)
    assert bluegreen(stage, "sync").code == 0
    drilled = run_as("drill")("drill", "--both", "--yes")
    assert drilled.code == 0, drilled.err + drilled.out


def test_one_command_makes_the_roles(cloud: LocalAws, tmp_path: Path) -> None:
    """As docs/iam says; the next preview shows nothing, and they go again."""
    document = yaml.safe_load((PROJECT / "iam" / "Pulumi.yaml").read_text())
    document |= {"runtime": "python", "main": str(PROJECT / "iam")}
    (tmp_path / "Pulumi.yaml").write_text(yaml.safe_dump(document))

    def pulumi(*words: str) -> Any:
        return run_engine(tmp_path, cloud.environment, *words)

    pulumi("stack", "init", "ci").check()
    for key, value in {"repository": "acme/shop", "state_bucket": "acme-state", "stack_prefix": "made-"}.items():
        pulumi("config", "set", key, value, "--stack", "ci").check()
    pulumi("up", "--yes", "--skip-preview", "--stack", "ci").check()
    iam = cloud.client("iam")
    for role in ROLES:
        made = iam.get_role(RoleName=f"made-bluegreen-{role}")["Role"]
        trusted = made["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]["StringEquals"]
        assert trusted["token.actions.githubusercontent.com:sub"] == f"repo:acme/shop:environment:{role}"
    assert len(iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]) == 1
    pulumi("preview", "--expect-no-changes", "--stack", "ci").check()
    pulumi("refresh", "--preview-only", "--expect-no-changes", "--stack", "ci").check()
    pulumi("destroy", "--yes", "--skip-preview", "--stack", "ci").check()
    assert iam.list_open_id_connect_providers()["OpenIDConnectProviderList"] == []
