"""What a bucket must be to hold states: one aspect each, how it is read, what is expected, and how it is set."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ops.state.place import Place

KEPT_DAYS, KEPT_VERSIONS = 90, 100
"""How long an older version of a file is kept, and how many are kept however old: a state has one per step."""

UNSET = frozenset(
    {
        "NoSuchBucketPolicy",
        "NoSuchLifecycleConfiguration",
        "NoSuchPublicAccessBlockConfiguration",
        "OwnershipControlsNotFoundError",
        "ServerSideEncryptionConfigurationNotFoundError",
    }
)
"""S3's codes for what was never set (S3 API reference, "Error responses")."""

CLOSED = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)


@dataclass(frozen=True)
class Aspect:
    """READ takes what S3 answers of PLACE and returns its setting, HOLDS judges it, WRITE takes and replaces it."""

    expected: str
    read: Callable[[Place], Any]
    holds: Callable[[Any], bool]
    write: Callable[[Place, Any], object]

    def found(self, place: Place) -> Any:  # noqa: ANN401  each setting has its own shape
        """The setting as it is; None where it was never made."""
        try:
            return self.read(place)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in UNSET:
                return None
            raise


def aspects(place: Place, key: str | None) -> tuple[Aspect, ...]:
    """All that the bucket of PLACE must be; KEY is the ARN of the key that encrypts it, None where none is."""
    return (
        Aspect("all public access is blocked", _public, lambda found: found == CLOSED, _close),
        Aspect("no object has an owner or access list of its own", _ownership, _enforced, _enforce),
        Aspect(f"it is encrypted with alias/{place.alias}", _encryption, _by(key), _encrypt(key)),
        Aspect("every version of a file is kept (versioning)", _versioning, lambda found: found == "Enabled", _version),
        Aspect("requests without TLS are denied", _policy, lambda found: _denies(place, found), _deny),
        Aspect("old versions expire, and no current one does", _rules, _only_old, _expire),
    )


def _public(place: Place) -> Any:  # noqa: ANN401  as above
    return place.s3.get_public_access_block(Bucket=place.bucket)["PublicAccessBlockConfiguration"]


def _close(place: Place, _found: Any) -> None:  # noqa: ANN401  as above
    place.s3.put_public_access_block(Bucket=place.bucket, PublicAccessBlockConfiguration=CLOSED)


def _ownership(place: Place) -> Any:  # noqa: ANN401  as above
    return place.s3.get_bucket_ownership_controls(Bucket=place.bucket)["OwnershipControls"]["Rules"]


def _enforced(found: Any) -> bool:  # noqa: ANN401  as above
    return found == [{"ObjectOwnership": "BucketOwnerEnforced"}]


def _enforce(place: Place, _found: Any) -> None:  # noqa: ANN401  as above
    rules = [{"ObjectOwnership": "BucketOwnerEnforced"}]
    place.s3.put_bucket_ownership_controls(Bucket=place.bucket, OwnershipControls={"Rules": rules})


def _encryption(place: Place) -> Any:  # noqa: ANN401  as above
    rules = place.s3.get_bucket_encryption(Bucket=place.bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    return [rule.get("ApplyServerSideEncryptionByDefault", {}) for rule in rules]


def _by(key: str | None) -> Callable[[Any], bool]:
    wanted = [{"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}]
    return lambda found: key is not None and found == wanted


def _encrypt(key: str | None) -> Callable[[Place, Any], None]:
    # A bucket key saves a call of KMS for each file (S3 user guide, "Reducing the cost of SSE-KMS").
    rule = {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key},
        "BucketKeyEnabled": True,
    }

    def write(place: Place, _found: Any) -> None:  # noqa: ANN401  as above
        place.s3.put_bucket_encryption(Bucket=place.bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})

    return write


def _versioning(place: Place) -> Any:  # noqa: ANN401  as above
    return place.s3.get_bucket_versioning(Bucket=place.bucket).get("Status")


def _version(place: Place, _found: Any) -> None:  # noqa: ANN401  as above
    place.s3.put_bucket_versioning(Bucket=place.bucket, VersioningConfiguration={"Status": "Enabled"})


def _policy(place: Place) -> Any:  # noqa: ANN401  as above
    return json.loads(place.s3.get_bucket_policy(Bucket=place.bucket)["Policy"])


def _statements(policy: Any) -> list[Any]:  # noqa: ANN401  as above
    found = policy["Statement"] if policy else []
    # A policy of one statement may hold it without a list (IAM user guide, "Statement").
    return [found] if isinstance(found, dict) else list(found)


def _tls(place: Place) -> dict[str, Any]:
    """The statement that S3's own rule s3-bucket-ssl-requests-only asks for (AWS Config developer guide)."""
    # Partitions other than the first name their ARNs otherwise: the region tells.
    arn = f"arn:{_partition(place.region)}:s3:::{place.bucket}"
    return {
        "Sid": "OnlyTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def _partition(region: str) -> str:
    from botocore.session import Session  # noqa: PLC0415  half a second

    return Session().get_partition_for_region(region)


def _denies(place: Place, found: Any) -> bool:  # noqa: ANN401  as above
    wanted = {name: value for name, value in _tls(place).items() if name != "Sid"}
    return any({name: each.get(name) for name in wanted} == wanted for each in _statements(found))


def _deny(place: Place, found: Any) -> None:  # noqa: ANN401  as above
    policy = {"Version": "2012-10-17", **(found or {}), "Statement": [*_statements(found), _tls(place)]}
    place.s3.put_bucket_policy(Bucket=place.bucket, Policy=json.dumps(policy))


def _rules(place: Place) -> Any:  # noqa: ANN401  as above
    return place.s3.get_bucket_lifecycle_configuration(Bucket=place.bucket)["Rules"]


def _only_old(found: Any) -> bool:  # noqa: ANN401  as above
    rules = [rule for rule in found or [] if rule["Status"] == "Enabled"]
    current = any({"Days", "Date"} & set(rule.get("Expiration", {})) for rule in rules)
    return not current and any("NoncurrentVersionExpiration" in rule for rule in rules)


def _expire(place: Place, found: Any) -> None:  # noqa: ANN401  as above
    ours = {
        "ID": "old-versions",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionExpiration": {"NoncurrentDays": KEPT_DAYS, "NewerNoncurrentVersions": KEPT_VERSIONS},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    }
    others = [rule for rule in found or [] if rule.get("ID") != ours["ID"]]
    place.s3.put_bucket_lifecycle_configuration(Bucket=place.bucket, LifecycleConfiguration={"Rules": [*others, ours]})
