"""The bucket of S3 that holds the states: found, judged, made, and put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from ops.problem import Code, Problem
from ops.state.aspects import aspects

if TYPE_CHECKING:
    from ops.state.place import Place

FIRST_REGION = "us-east-1"
"""It has no location constraint (S3 API reference, CreateBucket)."""

NOT_YOURS = frozenset({"403", "AccessDenied", "BucketAlreadyExists"})


def exists(place: Place) -> bool:
    """Whether the bucket of PLACE is there; raises Problem where it is somebody else's or in another region."""
    try:
        answer = place.s3.head_bucket(Bucket=place.bucket, ExpectedBucketOwner=place.account)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "404":
            return False
        raise _not_yours(place, error) from None
    region = answer.get("BucketRegion", place.region)
    if region != place.region:
        what = f"nothing was changed: s3://{place.bucket} lies in {region}, not in {place.region}"
        raise Problem(what, f"bluegreen backend {place.bucket} --region {region}")
    return True


def make(place: Place) -> None:
    """Make the bucket, as yet without what its aspects ask for. Raises Problem."""
    where = {} if place.region == FIRST_REGION else {"LocationConstraint": place.region}
    given: dict[str, Any] = {"CreateBucketConfiguration": where} if where else {}
    try:
        place.s3.create_bucket(Bucket=place.bucket, ObjectOwnership="BucketOwnerEnforced", **given)
    except ClientError as error:
        raise _not_yours(place, error) from None


def bucket_differences(place: Place, key: str | None) -> list[str]:
    """What the bucket should be and is not, where KEY (an ARN) encrypts it."""
    return [each.expected for each in aspects(place, key) if not each.holds(each.found(place))]


def put_right(place: Place, key: str) -> list[str]:
    """Set what is not as it should be; returns what is still not, since other rules of the bucket forbid it."""
    for each in aspects(place, key):
        found = each.found(place)
        if not each.holds(found):
            each.write(place, found)
    return bucket_differences(place, key)


def _not_yours(place: Place, error: ClientError) -> Exception:
    if error.response.get("Error", {}).get("Code") not in NOT_YOURS:
        return error
    what = (
        f"s3://{place.bucket} belongs to another account than yours ({place.account}),"
        " or your credentials may not look at it: names of buckets are taken worldwide"
    )
    return Problem(what, "bluegreen backend with another name; or aws sts get-caller-identity", Code.RESOURCE)
