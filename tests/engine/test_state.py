"""The state in a bucket that `bluegreen backend` made: locked, encrypted, without a secret, and restorable."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from local.engine import run_engine
from local.workspace import ROLES, Workspace
from ops import app
from tests.engine.bluegreen import bluegreen
from tests.interrupt import Background, wait_until
from tests.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.client import LocalAws

BUCKET, PROJECT = "shop-state", "bluegreen"

IN_SETTINGS, IN_AWS = "hunter2-in-the-settings", "hunter2-in-a-parameter"
"""Secrets: one that a stack's settings hold encrypted, one that instances read by its ARN."""

QUIET = {"AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required"}
"""The local AWS sends no checksums, and the engine's SDK would warn of each answer."""


class BucketWorkspace(Workspace):
    """Three stacks whose states lie in the bucket, and whose secrets its key encrypts."""

    def init(self, *roles: str) -> None:
        """Make the stacks as the verb says."""
        for role in roles or ROLES:
            provider = f"--secrets-provider=awskms://alias/{BUCKET}?region=us-east-1"
            run_engine(self.directory, self.environment, "stack", "init", self.stack(role), provider).check()
            secret = ("config", "set", "--secret", "extra:token", IN_SETTINGS, "--stack", self.stack(role))
            run_engine(self.directory, self.environment, *secret).check()


@pytest.fixture(scope="module")
def stage(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Three stacks deployed with their states in the bucket."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in cloud.environment.items():
            patch.setenv(name, value)
        assert app.run(["backend", BUCKET, "--region", "us-east-1"]) == 0
    environment = {**cloud.environment, **QUIET, "PULUMI_BACKEND_URL": f"s3://{BUCKET}?region=us-east-1"}
    environment.pop("PULUMI_CONFIG_PASSPHRASE")
    workspace = BucketWorkspace(tmp_path_factory.mktemp("state"), environment, "state-")
    name = cloud.client("ssm").put_parameter(Name="/state/token", Value=IN_AWS, Type="SecureString") and "/state/token"
    arn = f"arn:aws:ssm:us-east-1:123456789012:parameter{name}"
    return Stage(cloud, workspace).deploy(app_secrets={"TOKEN": arn}, soak=0)


def _versions(stage: Stage) -> Iterator[tuple[str, str]]:
    """Key and version of everything that the bucket ever held."""
    listed = stage.client("s3").list_object_versions(Bucket=BUCKET)
    for each in listed.get("Versions", []):
        yield each["Key"], each["VersionId"]


def _key(stage: Stage, role: str) -> str:
    return f".pulumi/stacks/{PROJECT}/{stage.workspace.stack(role)}.json"


def test_no_version_of_anything_holds_a_secret(stage: Stage) -> None:
    """Nor do the stacks' files; each object is encrypted with the key, and the key's holder reads the secret."""
    s3, seen = stage.client("s3"), 0
    key = stage.client("kms").describe_key(KeyId=f"alias/{BUCKET}")["KeyMetadata"]["Arn"]
    for name, version in _versions(stage):
        found: dict[str, Any] = s3.get_object(Bucket=BUCKET, Key=name, VersionId=version)
        text = found["Body"].read().decode()
        assert IN_SETTINGS not in text, name
        assert IN_AWS not in text, name
        assert (found["ServerSideEncryption"], found["SSEKMSKeyId"]) == ("aws:kms", key), name
        seen += name == _key(stage, "router")
    assert seen > 1
    for file in stage.workspace.directory.glob("Pulumi*.yaml"):
        assert IN_SETTINGS not in Path(file).read_text()
    asked = ("config", "get", "extra:token", "--stack", stage.workspace.stack("green"))
    assert run_engine(stage.workspace.directory, stage.workspace.environment, *asked).output.strip() == IN_SETTINGS


def test_a_held_stack_is_told_and_refused(stage: Stage) -> None:
    """By its lock in the bucket, which goes with the update; looking takes none."""
    stage.workspace.configure("router", unhealthy_threshold=3)
    rule = stage.cloud.fault(actions=["ModifyTargetGroup"], hold="before")
    running = Background(stage, "router")
    wait_until(lambda: running.ended or stage.cloud.holds(rule))
    (lock,) = bluegreen(stage, "status", "--json").document["locks"]
    assert lock["stack"] == "state-router"
    assert "(pid " in lock["holder"]
    refused = stage.workspace.up("router")
    assert refused.code != 0
    assert "currently locked by 1 lock(s)" in refused.output
    stage.workspace.preview("router").check()
    stage.cloud.clear_faults()
    assert running.end().code == 0
    assert bluegreen(stage, "status", "--json").document["locks"] == []


def test_an_older_state_is_restored(stage: Stage) -> None:
    """A version of the bucket, copied over what was damaged: the next preview finds no change."""
    s3, key = stage.client("s3"), _key(stage, "router")
    good = next(version for name, version in _versions(stage) if name == key)
    damaged = json.loads(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())
    damaged["checkpoint"]["latest"]["resources"] = damaged["checkpoint"]["latest"]["resources"][:3]
    s3.put_object(Bucket=BUCKET, Key=key, Body=json.dumps(damaged).encode())
    assert stage.workspace.preview("router", "--expect-no-changes").code != 0
    s3.copy_object(Bucket=BUCKET, Key=key, CopySource={"Bucket": BUCKET, "Key": key, "VersionId": good})
    stage.assert_clean("router")
