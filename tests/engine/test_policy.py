"""The policy pack, asked by the engine: on the program as it is, and on one that is broken on purpose."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from local.workspace import PROJECT, ROLES, Workspace
from policy.rules import RULES
from policy.rules.security_group import CLOSED_SECURITY_GROUPS
from policy.rules.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local.client import LocalAws
    from local.engine import Run
    from tests.engine.switch_stage import SwitchStage

PACK = PROJECT / "policy"
PYTHON = PROJECT / "tools" / "policy_python"
LISTENER = "aws:lb/listener:Listener::router"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule::router-from-clients"

BROKEN = """
import runpy
import sys

import pulumi

def broken(args):
    properties = dict(args.props)
    if args.type_ == "aws:lb/listener:Listener":
        properties["default_actions"][0]["forward"]["target_groups"][0]["weight"] = 90
    if args.name == "router-from-clients":
        properties["to_port"] = 65535
    return pulumi.ResourceTransformationResult(properties, args.opts)

pulumi.runtime.register_stack_transformation(broken)
sys.path.insert(0, {project!r})
runpy.run_path({project!r} + "/__main__.py", run_name="__main__")
"""


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:  # pyright: ignore[reportUnusedFunction]
    """The pack has an environment of its own."""
    if not (PACK / ".venv/bin/python").exists():
        pytest.skip("the policy pack's packages are not installed: make policy")


@pytest.fixture
def stage(switch_stage: SwitchStage) -> Iterator[SwitchStage]:
    """Blue live, green idle; its engine can start the pack."""
    before = switch_stage.workspace.environment
    switch_stage.workspace.environment = _starting(before)
    yield switch_stage
    switch_stage.workspace.environment = before
    switch_stage.workspace.run_program(PROJECT)


def _starting(environment: dict[str, str]) -> dict[str, str]:
    return {**environment, "PATH": f"{PYTHON}{os.pathsep}{environment['PATH']}"}


def _told(run: Run) -> set[str]:
    """The rules that said anything, if only that they could not be asked."""
    return {event["policyEvent"]["policyName"] for event in run.events if "policyEvent" in event}


def _passed(run: Run) -> set[str]:
    """The rules that were asked about some resource or the stack, and found nothing there."""
    kinds = ("policyAnalyzeSummaryEvent", "policyAnalyzeStackSummaryEvent")
    return {rule for event in run.events for kind in kinds for rule in event.get(kind, {}).get("passed") or []}


def test_the_engine_finds_nothing_in_the_program(stage: SwitchStage) -> None:
    """Every rule is asked, about all three stacks, and none says anything."""
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda role: stage.workspace.preview(role, "--policy-pack", str(PACK)), ROLES))
    for run in runs:
        assert (run.check().changes, _told(run)) == ({}, set())
        assert _passed(run) == {rule.name for rule in RULES}


def test_a_first_deployment_is_not_accused(cloud: LocalAws, tmp_path: Path) -> None:
    """In the preview of a new stack most values are unknown; no rule says that it could not be asked."""
    workspace = Workspace(tmp_path, _starting(cloud.environment), "policy-")
    workspace.init("router")
    run = workspace.preview("router", "--policy-pack", str(PACK)).check()
    assert _told(run) == set()
    assert _passed(run) == {rule.name for rule in RULES}


def test_what_breaks_a_rule_is_not_written(stage: SwitchStage, tmp_path: Path) -> None:
    """The preview names the rules, the update stops before the listener, and only what is accepted passes."""
    (tmp_path / "__main__.py").write_text(BROKEN.format(project=str(PROJECT)))
    stage.workspace.run_program(tmp_path)
    preview = stage.workspace.preview("router", "--policy-pack", str(PACK))
    assert preview.code != 0
    assert _told(preview) == {WEIGHTS.name, CLOSED_SECURITY_GROUPS.name}

    update = stage.workspace.up("router", "--policy-pack", str(PACK))
    assert update.code != 0
    assert WEIGHTS.name in _told(update)
    assert stage.weights() == {"blue": 100, "green": 0}

    accepted = {
        rule.name: {"accept": [{"resource": resource, "because": "a test"}]}
        for rule, resource in ((WEIGHTS, LISTENER), (CLOSED_SECURITY_GROUPS, INGRESS))
    }
    (tmp_path / "accepted.json").write_text(json.dumps(accepted))
    config = ("--policy-pack-config", str(tmp_path / "accepted.json"))
    passing = stage.workspace.preview("router", "--policy-pack", str(PACK), *config).check()
    assert _told(passing) == set()
