"""What an error of AWS means for a person: one problem each, with the next command."""

from __future__ import annotations

from botocore.exceptions import NoCredentialsError

from components import cloud
from ops.problem import Code, Problem

LOOK = "aws sts get-caller-identity, and see aws:region, AWS_PROFILE and AWS_ENDPOINT_URL"


def word(error: Exception, what: str) -> Problem:
    """The problem behind ERROR, one of `cloud.UNREACHABLE`, met while WHAT was to be read."""
    reason = cloud.explain(error)
    if isinstance(error, NoCredentialsError):
        return Problem(
            f"{what} can't be read: there are no credentials for AWS",
            "aws configure, or set AWS_PROFILE",
            Code.RESOURCE,
        )
    if cloud.denied(error):
        allow = "let somebody who may add that permission to your role (README, On AWS), then again"
        return Problem(f"{what} can't be read: {reason}", allow, Code.RESOURCE)
    return Problem(f"{what} can't be read: {reason}", LOOK, Code.RESOURCE)
