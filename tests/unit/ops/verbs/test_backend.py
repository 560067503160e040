"""`bluegreen backend`: a bucket and a key for the state, made once, and refused where they are not fit for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from ops import app
from ops.problem import Code
from ops.state.aspects import CLOSED, aspects
from ops.state.place import Place, place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

REGION, BUCKET = "eu-central-1", "shop-state"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Where the state is to lie, in an account that has nothing yet."""
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    (tmp_path / "Pulumi.yaml").write_text(f"name: shop\nconfig:\n  aws:region:\n    value: {REGION}\n")
    monkeypatch.chdir(tmp_path)
    with mock_aws():
        yield place(BUCKET, None, REGION)


def _settings(state: Place) -> dict[str, Any]:
    """All that makes the bucket fit, as S3 has it."""
    key = state.kms.describe_key(KeyId=f"alias/{state.alias}")["KeyMetadata"]["Arn"]
    return {each.expected: each.found(state) for each in aspects(state, key)}


def _made(state: Place) -> Place:
    assert app.run(["backend", state.bucket]) == Code.OK
    return state


def _ids(state: Place) -> list[str]:
    return [each["KeyId"] for each in state.kms.list_keys()["Keys"]]


def test_both_are_made_as_they_should_be(state: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Versions, encryption by the key, rotation, no public access, TLS only, and old versions that expire."""
    _made(state)
    (public, _, encryption, versions, policy, rules) = _settings(state).values()
    (key,) = _ids(state)
    assert public == CLOSED
    assert encryption[0]["SSEAlgorithm"] == "aws:kms"
    assert encryption[0]["KMSMasterKeyID"].endswith(key)
    assert versions == "Enabled"
    assert policy["Statement"][0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert [rule["NoncurrentVersionExpiration"]["NoncurrentDays"] for rule in rules] == [90]
    assert state.kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]
    assert state.s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"] == REGION
    said = capsys.readouterr().out
    assert f"pulumi login 's3://{BUCKET}?region={REGION}'" in said
    assert f"--secrets-provider='awskms://alias/{BUCKET}?region={REGION}'" in said


def test_again_nothing_is_written(state: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """And the same two lines come; no second key."""
    _made(state)
    before, keys = _settings(state), _ids(state)
    capsys.readouterr()
    assert app.run(["backend", BUCKET, "--json"]) == Code.OK
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "version": 1,
        "login": f"s3://{BUCKET}?region={REGION}",
        "secrets_provider": f"awskms://alias/{BUCKET}?region={REGION}",
        "done": [],
    }
    assert (_settings(state), _ids(state)) == (before, keys)


def test_the_first_region_has_no_location(state: Place) -> None:
    """As S3 has it."""
    assert app.run(["backend", BUCKET, "--region", "us-east-1"]) == Code.OK
    assert state.s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"] is None


def _no_versions(state: Place) -> None:
    state.s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})


def _public(state: Place) -> None:
    state.s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration={**CLOSED, "BlockPublicAcls": False})


def _other_key(state: Place) -> None:
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    state.s3.put_bucket_encryption(Bucket=BUCKET, ServerSideEncryptionConfiguration={"Rules": [rule]})


def _owners(state: Place) -> None:
    rules = [{"ObjectOwnership": "ObjectWriter"}]
    state.s3.put_bucket_ownership_controls(Bucket=BUCKET, OwnershipControls={"Rules": rules})


def _no_expiry(state: Place) -> None:
    state.s3.delete_bucket_lifecycle(Bucket=BUCKET)


def _no_policy(state: Place) -> None:
    state.s3.delete_bucket_policy(Bucket=BUCKET)


def _no_rotation(state: Place) -> None:
    state.kms.disable_key_rotation(KeyId=_ids(state)[0])


DIFFERENCES: dict[str, Callable[[Place], None]] = {
    "versioning": _no_versions,
    "all public access is blocked": _public,
    "encrypted with alias/shop-state": _other_key,
    "access list of its own": _owners,
    "old versions expire": _no_expiry,
    "without TLS are denied": _no_policy,
    "is rotated each year": _no_rotation,
}
"""What is told, and how it comes about."""


@pytest.mark.parametrize("told", DIFFERENCES)
def test_what_is_not_fit_is_refused_and_put_right_on_demand(
    told: str, state: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """Named, and nothing else; without --repair nothing changes."""
    fit = _settings(_made(state))
    DIFFERENCES[told](state)
    before = _settings(state)
    assert app.run(["backend", BUCKET]) == Code.RESOURCE
    said = capsys.readouterr().err
    assert told in said
    assert said.count("not so:") == 1
    assert _settings(state) == before
    assert app.run(["backend", BUCKET, "--repair"]) == Code.OK
    assert "put right:" in capsys.readouterr().out
    assert _settings(state) == fit
    assert state.kms.get_key_rotation_status(KeyId=_ids(state)[0])["KeyRotationEnabled"]


def test_a_rule_that_expires_the_state_itself_is_not_overruled(
    state: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody else wrote it for something: it stays, and no state may lie there."""
    _made(state)
    rule = {"ID": "all", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 30}}
    state.s3.put_bucket_lifecycle_configuration(Bucket=BUCKET, LifecycleConfiguration={"Rules": [rule]})
    assert app.run(["backend", BUCKET, "--repair"]) == Code.RESOURCE
    assert "no current one does" in capsys.readouterr().err


@pytest.mark.parametrize("listed", [True, False])
def test_a_statement_of_the_policy_stays(state: Place, *, listed: bool) -> None:
    """Repair adds what is missing and takes nothing away; a policy may hold its one statement without a list."""
    _made(state)
    own = {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket", "Resource": f"arn:aws:s3:::{BUCKET}"}
    policy = {"Version": "2012-10-17", "Statement": [own] if listed else own}
    state.s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))
    assert app.run(["backend", BUCKET, "--repair"]) == Code.OK
    assert own in json.loads(state.s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"]


@pytest.mark.parametrize("repair", [[], ["--repair"]])
def test_a_bucket_of_somebody_else_is_refused(
    repair: list[str], state: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names are taken worldwide, and access may be open: the owner counts. No key is made, nothing is set."""
    state.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    before, s3 = state.s3.get_bucket_versioning(Bucket=BUCKET).get("Status"), state.s3

    def head_bucket(*, Bucket: str, ExpectedBucketOwner: str = "") -> dict[str, str]:  # noqa: N803  as S3 names them
        """As S3 answers (API reference, HeadBucket); moto does not look at the owner."""
        assert Bucket == BUCKET
        if ExpectedBucketOwner not in {"", "222222222222"}:
            raise ClientError({"Error": {"Code": "403"}}, "HeadBucket")
        return {"BucketRegion": REGION}

    monkeypatch.setattr(s3, "head_bucket", head_bucket)
    monkeypatch.setattr(Place, "s3", s3)
    assert app.run(["backend", BUCKET, *repair]) == Code.RESOURCE
    assert "belongs to another account than yours (123456789012)" in capsys.readouterr().err
    assert (_ids(state), s3.get_bucket_versioning(Bucket=BUCKET).get("Status")) == ([], before)


def test_a_key_that_is_to_be_deleted_is_refused(state: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """What it encrypts nobody could read in some days; repair can't help."""
    _made(state)
    state.kms.schedule_key_deletion(KeyId=_ids(state)[0], PendingWindowInDays=7)
    assert app.run(["backend", BUCKET, "--repair"]) == Code.RESOURCE
    assert "KeyState of the key alias/shop-state is Enabled; it is PendingDeletion" in capsys.readouterr().err


def test_a_key_that_got_no_alias_is_deleted_again(state: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody would find it, and it costs money."""
    refused = ClientError({"Error": {"Code": "AccessDeniedException"}}, "CreateAlias")

    def create_alias(*_: object, **__: object) -> None:
        raise refused

    kms = state.kms
    monkeypatch.setattr(kms, "create_alias", create_alias)
    monkeypatch.setattr(Place, "kms", kms)
    assert app.run(["backend", BUCKET]) == Code.RESOURCE
    assert [kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] for key in _ids(state)] == ["PendingDeletion"]


@pytest.mark.parametrize(
    "words", [["Shop_State"], ["ab"], ["shop.state"], ["shop-state", "--key", "alias/aws/s3"], ["a" * 64]]
)
def test_names_that_aws_does_not_take(words: list[str], state: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Told before AWS is asked."""
    assert app.run(["backend", *words]) == Code.CONFIG
    assert "can't be" in capsys.readouterr().err
    assert state.s3.list_buckets()["Buckets"] == []
