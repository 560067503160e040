"""A place for the state, made where there is none, and refused where it is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ops.problem import Code, Problem
from ops.state import bucket
from ops.state.key import find_key, key_differences, make_key, rotate, rotated

if TYPE_CHECKING:
    from ops.state.place import Place


@dataclass(frozen=True)
class Look:
    """KEY is what KMS says of it, None where there is none; `differences` are those of what is there already."""

    bucket: bool
    key: dict[str, Any] | None
    differences: tuple[str, ...]


def look(place: Place) -> Look:
    """What of PLACE is there, and what is wrong with it; changes nothing. Raises Problem."""
    there, key = bucket.exists(place), find_key(place)
    found = key_differences(place, key) if key else []
    if there:
        found += bucket.bucket_differences(place, key["Arn"] if key else None)
    return Look(there, key, tuple(found))


def set_up(place: Place, *, repair: bool) -> tuple[str, ...]:
    """Make PLACE what it should be; returns what was made or put right, nothing where all was so already.

    What is there and differs is refused before anything changes, unless REPAIR. Raises Problem.
    """
    seen = look(place)
    if seen.differences and not repair:
        raise _refusal(place, seen.differences, "nothing was changed", f"bluegreen backend {place.bucket} --repair")
    unusable = [each for each in seen.differences if seen.key and each.startswith("Key")]
    if unusable:
        another = f"bluegreen backend {place.bucket} --key alias/ANOTHER"
        raise _refusal(place, unusable, "nothing was changed", another)
    done: list[str] = []
    key = seen.key or make_key(place)
    if not seen.key:
        done.append(f"made the key alias/{place.alias}, rotated each year")
    elif rotated(place) in seen.differences:
        rotate(place, key)
    if not seen.bucket:
        bucket.make(place)
        done.append(f"made the bucket s3://{place.bucket} in {place.region}")
    left = bucket.put_right(place, key["Arn"])
    if left:
        raise _refusal(place, left, "its own rules stand against it", f"aws s3api help, for s3://{place.bucket}")
    return (*done, *(f"put right: {each}" for each in seen.differences))


def _refusal(place: Place, differences: tuple[str, ...] | list[str], why: str, next_command: str) -> Problem:
    lines = "".join(f"\n  - not so: {each}" for each in differences)
    return Problem(f"s3://{place.bucket} is not fit to hold a state ({why}):{lines}", next_command, Code.RESOURCE)
