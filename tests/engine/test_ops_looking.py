"""`bluegreen` on real stacks: what it tells agrees with the cloud, and looking changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

if TYPE_CHECKING:
    from tests.engine.switch_stage import SwitchStage

PROJECT = Path(__file__).resolve().parent.parent.parent

SCHEMA: dict[str, Any] = json.loads((PROJECT / "docs" / "status.schema.json").read_text())

SOON = 2.0
"""Seconds that `status` may take."""

TRIES = 5
"""Runs of which the quickest counts: what else the machine does is no matter of ours."""

VERBS = ("status", "history", "drift", "parity")

NOT_INHERITED = ("AWS_PROFILE", "AWS_SESSION_TOKEN")


@dataclass(frozen=True)
class Said:
    """A finished `bluegreen`: exit code, stdout, stderr, wall seconds."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def document(self) -> Any:
        """What it printed as JSON."""
        return json.loads(self.out)


def bluegreen(stage: SwitchStage, verb: str, *words: str, **environment: str | None) -> Said:
    """Run VERB on STAGE's stacks, in their ENVIRONMENT with changes; None takes a variable away."""
    begun, names = time.monotonic(), ("--stack-prefix", stage.workspace.prefix)
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    wanted: dict[str, str | None] = {
        **inherited,
        **stage.workspace.environment,
        "PYTHONPATH": str(PROJECT),
        **environment,
    }
    run = subprocess.run(
        [sys.executable, "-m", "ops", verb, *(() if "--stack-prefix" in words else names), *words],
        cwd=stage.workspace.directory,
        env={name: value for name, value in wanted.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(run.returncode, run.stdout, run.stderr, time.monotonic() - begun)


def _files(stage: SwitchStage) -> dict[str, str]:
    return {path.name: path.read_text() for path in stage.workspace.directory.glob("Pulumi*.yaml")}


def test_status_agrees_with_the_cloud(switch_stage: SwitchStage) -> None:
    """Weights, health and releases after a switch; the way back is open, as the rollback then shows."""
    stage = switch_stage
    stage.switch("green").check()
    said = bluegreen(stage, "status", "--json")
    assert said.code == 0, said.err
    document = said.document
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert {color: each["weight"]["live"] for color, each in document["colors"].items()} == stage.weights()
    for color, each in document["colors"].items():
        assert (each["healthy"], each["registered"]) == (stage.health(color).count("healthy"), len(stage.health(color)))
        assert each["release"] == json.loads(stage.parameter(stage.record_name(color)))["release"]
    assert (document["rollback"]["to"], document["rollback"]["possible"]) == ("blue", True)
    assert document["rollback"]["seconds"] == stage.log()[-1]["seconds"]["total"]
    stage.switch("blue").check()


def test_status_is_quick(switch_stage: SwitchStage) -> None:
    """A person at night waits for less than two seconds."""
    quickest = min(bluegreen(switch_stage, "status").seconds for _ in range(TRIES))
    assert quickest < SOON


def test_looking_changes_nothing(switch_stage: SwitchStage) -> None:
    """No write to AWS, no change of a file, a state or the selected stack, whatever the verb."""
    stage = switch_stage
    folders = (stage.cloud.directory / "state", stage.cloud.directory / "pulumi" / "workspaces")
    stood = (
        _files(stage),
        [sorted((str(file), file.stat().st_mtime_ns) for file in folder.rglob("*.json")) for folder in folders],
    )
    before = stage.cloud.last_call()
    for verb in VERBS:
        said = bluegreen(stage, verb)
        assert said.code == 0, said.out + said.err
    assert stage.cloud.writes(before) == []
    now = (
        _files(stage),
        [sorted((str(file), file.stat().st_mtime_ns) for file in folder.rglob("*.json")) for folder in folders],
    )
    assert now == stood


def test_drift_names_a_hand_made_half_and_half(switch_stage: SwitchStage) -> None:
    """In plain words, with exit code 7; and it leaves the weights as somebody set them."""
    switch_stage.set_weights(blue=50, green=50)
    said = bluegreen(switch_stage, "drift")
    assert said.code == 7
    assert "traffic: 50/50 live, 100/0 declared" in said.out
    assert switch_stage.weights() == {"blue": 50, "green": 50}


def test_parity_names_a_tag_and_a_rule_made_by_hand(switch_stage: SwitchStage) -> None:
    """Each by its path; without them blue and green are the same thing."""
    stage = switch_stage
    ec2, group = stage.client("ec2"), stage.workspace.outputs("blue")["security_group_id"]
    address = [{"CidrIp": "198.51.100.7/32"}]
    rule = [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": address}]
    ec2.create_tags(Resources=[group], Tags=[{"Key": "extra", "Value": "by hand"}])
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rule)
    try:
        said = bluegreen(stage, "parity", "--json")
    finally:
        ec2.delete_tags(Resources=[group], Tags=[{"Key": "extra"}])
        ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=rule)
    assert said.code == 7, said.err
    found = {each["path"].partition("COLOR-instances")[2]: each for each in said.document["differences"]}
    assert set(found) == {".tags.extra", ".ingress[]"}
    assert (found[".tags.extra"]["blue"], found[".tags.extra"]["green"]) == ("by hand", None)
    assert found[".ingress[]"]["blue"]["cidrBlocks"] == ["198.51.100.7/32"]
    assert bluegreen(stage, "parity").code == 0


def test_a_locked_stack_is_looked_at_all_the_same(switch_stage: SwitchStage) -> None:
    """While an update of the router is held, every verb answers, and status says who holds it."""
    stage, said = switch_stage, dict[str, Said]()

    def look() -> None:
        for verb in VERBS:
            said[verb] = bluegreen(stage, verb, "--json")

    stage.workspace.configure("router", active_color="green")
    stage.meanwhile("ModifyListener", look).check()
    assert {verb: each.code for verb, each in said.items()} == dict.fromkeys(VERBS, 0)
    (lock,) = said["status"].document["locks"]
    assert lock["stack"] == stage.workspace.stack("router")
    assert "pid" in lock["holder"]
    assert bluegreen(stage, "status", "--json").document["locks"] == []


def test_history_tells_switches_and_refusals(switch_stage: SwitchStage) -> None:
    """With releases and durations, as the log has them."""
    stage = switch_stage
    stage.switch("green").check()
    stage.set_weights(blue=70, green=30)
    assert stage.switch("blue").code != 0
    *_, switched, refused = bluegreen(stage, "history", "--json").document["records"]
    assert (switched["from"], switched["to"]) == ("blue (1.0.0)", "green (1.1.0)")
    assert switched["seconds"] == stage.log()[-2]["seconds"]["total"]
    assert refused["event"] == "refused"
    assert "the live weights are not those" in refused["reason"]


REFUSALS: tuple[tuple[str, tuple[str, ...], dict[str, str | None], int, str, str], ...] = (
    ("status", ("--stack-prefix", "nowhere-"), {}, 6, "there is no stack nowhere-router", "pulumi stack init"),
    ("status", (), {"PULUMI_BACKEND_URL": None}, 2, "there is no backend", "pulumi login"),
    ("status", (), {"PULUMI_BACKEND_URL": "file:///not/there"}, 2, "the backend can't be read", "pulumi whoami"),
    ("drift", (), {"PULUMI_CONFIG_PASSPHRASE": "wrong"}, 2, "the passphrase is wrong", "PULUMI_CONFIG_PASSPHRASE"),
    ("parity", (), {"PULUMI_CONFIG_PASSPHRASE": None}, 2, "passphrase", "PULUMI_CONFIG_PASSPHRASE"),
    ("status", (), {"PATH": "/usr/bin:/bin"}, 2, "the engine is missing", "make setup"),
    ("status", (), {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, 4, "AWS can't be asked", "aws sts get-caller-identity"),
    ("history", (), {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, 4, "AWS can't be asked", "aws sts get-caller-identity"),
    ("status", ("--cwd", "/"), {}, 2, "there is no project in /", "--cwd PROJECT"),
)
"""A verb with words and changed environment; exit code; what it says; the next command."""


@pytest.mark.parametrize(("verb", "words", "environment", "code", "what", "following"), REFUSALS)
def test_what_can_not_be_read_is_one_clear_message(
    switch_stage: SwitchStage,
    verb: str,
    words: tuple[str, ...],
    environment: dict[str, str | None],
    code: int,
    what: str,
    following: str,
) -> None:
    """It says what is wrong and what to do next, exits as documented, and changed nothing."""
    stage = switch_stage
    stood, before = (_files(stage), stage.weights()), stage.cloud.last_call()
    said = bluegreen(stage, verb, *words, **environment)
    assert (said.code, said.out) == (code, ""), said.err
    told, _, command = said.err.partition("\n  next: ")
    assert what in told
    assert following in command
    assert "Traceback" not in said.err
    assert stage.cloud.writes(before) == []
    assert (_files(stage), stage.weights()) == stood


def test_a_permission_that_is_missing_is_named(switch_stage: SwitchStage) -> None:
    """In the words of an IAM policy."""
    denied = {"code": "AccessDenied", "status": 403, "message": "not authorized"}
    with switch_stage.cloud.faulty(actions=["DescribeTargetHealth"], error=denied):
        said = bluegreen(switch_stage, "status")
    assert said.code == 4
    assert "lack the permission elasticloadbalancing:DescribeTargetHealth" in said.err
