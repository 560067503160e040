"""The instance metadata service answers only to a session's token (IMDSv2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .machine import is_machine
from .resource import UNKNOWN, Resource
from .rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _check(resource: Resource, _: Sequence[Resource]) -> Iterator[str]:
    if not is_machine(resource) or resource.get("metadataOptions") is UNKNOWN:
        return
    options = resource.blocks("metadataOptions")
    if not options:
        yield "it has no metadata options"
    for option in options:
        tokens = option.get("httpTokens")
        if option.get("httpEndpoint") != "disabled" and tokens not in {"required", UNKNOWN}:
            yield f"http_tokens is {tokens or 'not set'}"


METADATA_TOKENS = Rule(
    name="metadata-tokens-required",
    forbids="Instances whose metadata service answers without a token",
    why="a request that an application is tricked into would read the role's credentials",
    source="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/"
    "API_LaunchTemplateInstanceMetadataOptionsRequest.html",
    comply="Write `metadata_options={'http_tokens': 'required'}`: the default depends on image and account",
    check=_check,
)
