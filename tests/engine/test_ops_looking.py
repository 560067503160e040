"""`bluegreen` on real stacks: what it tells agrees with the cloud, and looking changes nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.engine.bluegreen import PROJECT, Said, bluegreen

if TYPE_CHECKING:
    from tests.engine.switch_stage import SwitchStage

SCHEMA: dict[str, Any] = json.loads((PROJECT / "docs" / "status.schema.json").read_text())

VERBS = ("status", "plan", "history", "drift", "parity")


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


def _kept(stage: SwitchStage) -> dict[str, int]:
    """When each file of the states, and of what the engine remembers of its workspaces, was last written."""
    folders = (stage.cloud.directory / "state", stage.cloud.directory / "pulumi" / "workspaces")
    return {str(file): file.stat().st_mtime_ns for folder in folders for file in folder.rglob("*.json*")}


def test_looking_changes_nothing(switch_stage: SwitchStage) -> None:
    """No write to AWS, no change of a file, a state or the selected stack, whatever the verb."""
    stage = switch_stage
    stood, before = (_files(stage), _kept(stage)), stage.cloud.last_call()
    assert stood[1]
    for verb in VERBS:
        said = bluegreen(stage, verb)
        assert said.code == 0, said.out + said.err
    assert stage.cloud.writes(before) == []
    assert (_files(stage), _kept(stage)) == stood


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


@dataclass(frozen=True)
class Refusal:
    """A VERB with WORDS in a changed ENVIRONMENT; the exit code, what it says, and the next command."""

    verb: str
    code: int
    what: str
    following: str
    words: tuple[str, ...] = ()
    environment: dict[str, str | None] = field(default_factory=dict[str, str | None])


PASSPHRASE, BACKEND, NOWHERE = (
    "PULUMI_CONFIG_PASSPHRASE",
    "PULUMI_BACKEND_URL",
    {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
)

REFUSALS = (
    Refusal("status", 6, "there is no stack nowhere-router", "pulumi stack init", ("--stack-prefix", "nowhere-")),
    Refusal("status", 2, "there is no backend", "pulumi login", environment={BACKEND: None}),
    Refusal("status", 2, "the backend can't be read", "pulumi whoami", environment={BACKEND: "file:///not/there"}),
    Refusal("drift", 2, "the passphrase is wrong", PASSPHRASE, environment={PASSPHRASE: "wrong"}),
    Refusal("parity", 2, "passphrase", PASSPHRASE, environment={PASSPHRASE: None}),
    Refusal("status", 2, "the engine is missing", "make setup", environment={"PATH": "/usr/bin:/bin"}),
    Refusal("status", 4, "AWS can't be asked", "aws sts get-caller-identity", environment={**NOWHERE}),
    Refusal("history", 4, "AWS can't be asked", "aws sts get-caller-identity", environment={**NOWHERE}),
    Refusal("status", 2, "there is no project in /", "--cwd PROJECT", ("--cwd", "/")),
)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: f"{refusal.verb}: {refusal.what}")
def test_what_can_not_be_read_is_one_clear_message(switch_stage: SwitchStage, refusal: Refusal) -> None:
    """It says what is wrong and what to do next, exits as documented, and changed nothing."""
    stage = switch_stage
    stood, before = (_files(stage), stage.weights()), stage.cloud.last_call()
    said = bluegreen(stage, refusal.verb, *refusal.words, **refusal.environment)
    assert (said.code, said.out) == (refusal.code, ""), said.err
    told, _, command = said.err.partition("\n  next: ")
    assert refusal.what in told
    assert refusal.following in command
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
