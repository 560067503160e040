"""The lock files of a backend in S3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qs

from components import cloud

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_files(address: SplitResult, folders: Mapping[str, str]) -> list[tuple[str, str, str]] | None:
    """Stack, key and text of each file in FOLDERS (by stack) of the bucket at ADDRESS; None where it can't be read."""
    found: list[tuple[str, str, str]] = []
    try:
        s3 = _client({name: values[-1] for name, values in parse_qs(address.query).items()})
        for stack, folder in folders.items():
            prefix = f"{address.path.strip('/')}/{folder}".lstrip("/")
            listed = s3.list_objects_v2(Bucket=address.netloc, Prefix=prefix).get("Contents", [])
            texts = {each["Key"]: _text(s3, address.netloc, each["Key"]) for each in listed}
            found += [(stack, key, text) for key, text in texts.items() if text is not None]
    except cloud.UNREACHABLE:
        return None
    return found


def _text(s3: Any, bucket: str, key: str) -> str | None:  # noqa: ANN401  boto3 makes its clients at run time
    """What stands in KEY; None where it was given back this moment."""
    try:
        return s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode(errors="replace")
    except s3.exceptions.NoSuchKey:
        return None


def _client(query: Mapping[str, str]) -> Any:  # noqa: ANN401  as above
    """A client of S3 as QUERY of the address says (Pulumi docs, "Using a DIY backend"), else as the environment."""
    import boto3  # noqa: PLC0415  half a second
    from botocore.config import Config  # noqa: PLC0415

    retries: Any = {"mode": "standard", "total_max_attempts": cloud.ATTEMPTS}
    config = Config(
        connect_timeout=cloud.TIMEOUT, read_timeout=cloud.TIMEOUT, retries=retries, user_agent_extra=cloud.AGENT
    )
    # As in `components.cloud`: two sessions must not be made at once.
    with cloud.MAKING:
        session: Any = boto3.Session(profile_name=query.get("profile"), region_name=query.get("region"))
        return session.client("s3", endpoint_url=query.get("endpoint"), config=config)
