"""The key of KMS that encrypts the state and the secrets in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ops.state.place import Place

TAGS = [{"TagKey": "bluegreen:for", "TagValue": "pulumi-state"}]


def find_key(place: Place) -> dict[str, Any] | None:
    """What KMS says of the key behind the alias of PLACE; None where there is no such alias."""
    try:
        return place.kms.describe_key(KeyId=f"alias/{place.alias}")["KeyMetadata"]
    except place.kms.exceptions.NotFoundException:
        return None


def key_differences(place: Place, key: dict[str, Any]) -> list[str]:
    """What KEY should be and is not; `rotated` is the one that `rotate` puts right."""
    expected = {"KeyState": "Enabled", "KeyUsage": "ENCRYPT_DECRYPT", "KeySpec": "SYMMETRIC_DEFAULT"}
    found = [
        f"{name} of the key alias/{place.alias} is {value}; it is {key.get(name)}"
        for name, value in expected.items()
        if key.get(name, value) != value
    ]
    if not found and not place.kms.get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"]:
        found.append(rotated(place))
    return found


def rotated(place: Place) -> str:
    """How it is told that the key of PLACE is rotated."""
    return f"the key alias/{place.alias} is rotated each year"


def rotate(place: Place, key: dict[str, Any]) -> None:
    """Have KMS rotate KEY each year; what older keys encrypted stays readable (KMS guide, "Rotating keys")."""
    place.kms.enable_key_rotation(KeyId=key["KeyId"])


def make_key(place: Place) -> dict[str, Any]:
    """A new key behind the alias of PLACE, rotated each year. One that got no alias is deleted again."""
    about = f"State of Pulumi stacks in s3://{place.bucket}, and their secrets"
    key: dict[str, Any] = place.kms.create_key(Description=about, Tags=TAGS)["KeyMetadata"]
    try:
        rotate(place, key)
        place.kms.create_alias(AliasName=f"alias/{place.alias}", TargetKeyId=key["KeyId"])
    except BaseException:
        # 7 days is the shortest that KMS takes (API reference, ScheduleKeyDeletion).
        place.kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)
        raise
    return key
