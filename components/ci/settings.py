"""The settings of the program in iam/, checked: every mistake in them is worded here."""

import re

import pulumi

from components import cloud
from components.ci.policies import Place

PATTERNS = {
    "repository": (
        re.compile(r"[\w.-]+(@\d+)?/[\w.-]+(@\d+)?"),
        "OWNER/REPO or OWNER@ID/REPO@ID, as sub_claim_prefix of gh api repos/OWNER/REPO/actions/oidc/customization/sub",
    ),
    "service": (re.compile(r"[a-z][a-z0-9-]*"), "what bluegreen:service says, such as shop"),
    "state_bucket": (re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"), "the name of an S3 bucket, such as acme-state"),
    "state_key": (re.compile(r"([0-9a-f-]{36}|mrk-[0-9a-f]{32})?"), "a KMS key's id, not its alias or ARN"),
    "project": (re.compile(r"([\w.-]+)?"), "the name in Pulumi.yaml of the three stacks, such as shop"),
    "stack_prefix": (re.compile(r"([a-z][a-z0-9-]*)?"), "what precedes the stacks' names, such as prod-"),
}
"""What a setting may be, in whole, and how that is said. Neither a quote nor a wildcard may get into a policy."""


def read_place(config: pulumi.Config, account_id: str) -> Place:
    """Where the stacks of CONFIG live, in the account ACCOUNT_ID; raises pulumi.RunError with all that is wrong."""
    defaults = {"service": "bluegreen"}
    texts = {key: config.get(key) or defaults.get(key, "") for key in PATTERNS}
    wrong = [
        f"{config.name}:{key} must be {meaning}; it was {texts[key]!r}"
        for key, (pattern, meaning) in PATTERNS.items()
        if not pattern.fullmatch(texts[key])
    ]
    region = cloud.region()
    if region is None:
        wrong.append("aws:region is not set: pulumi config set aws:region REGION")
    if wrong or region is None:
        raise pulumi.RunError("\n".join(wrong))
    return Place(
        account_id=account_id,
        region=region,
        repository=texts["repository"],
        service=texts["service"],
        state_bucket=texts["state_bucket"],
        state_key=texts["state_key"] or None,
        stack_prefix=texts["stack_prefix"],
        project=texts["project"] or None,
    )
