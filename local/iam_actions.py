"""Which IAM actions a call of the AWS API needs."""

from __future__ import annotations

PREFIXES = {"monitoring": "cloudwatch"}
"""Services that policies name otherwise than they sign (service authorization reference, "Amazon CloudWatch")."""

FREE = frozenset({"sts:GetCallerIdentity"})
"""Needs no permission (STS API reference, GetCallerIdentity)."""

EXCEPTIONS: dict[str, tuple[str, ...]] = {
    "s3:CopyObject": ("s3:GetObject", "s3:PutObject"),
    "s3:DeleteObjects": ("s3:DeleteObject",),
    "s3:HeadBucket": ("s3:ListBucket",),
    "s3:HeadObject": ("s3:GetObject",),
    "s3:ListBuckets": ("s3:ListAllMyBuckets",),
    "s3:ListObjects": ("s3:ListBucket",),
    "s3:ListObjectsV2": ("s3:ListBucket",),
}
"""Operations whose action has another name (S3 user guide, "Required permissions for Amazon S3 API operations")."""


def actions_of(service: str, operation: str) -> tuple[str, ...]:
    """The actions (`ssm:GetParameter`) that OPERATION of SERVICE, its signing name, needs; none where it is free.

    Nearly all are named as the operation is (service authorization reference, "Actions").
    """
    name = f"{PREFIXES.get(service, service)}:{operation}"
    return () if name in FREE else EXCEPTIONS.get(name, (name,))
