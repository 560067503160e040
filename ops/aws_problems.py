"""What an error of AWS means for a person: one problem each, with the next command."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from botocore.exceptions import NoCredentialsError

from components import cloud
from components.records.records import DamagedRecordError
from components.traffic import MissingListenerError
from ops.problem import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Generator

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


@contextlib.contextmanager
def looking(router: str) -> Generator[None]:
    """A block that asks AWS about the set of ROUTER's stack: whatever it can't be told is a Problem."""
    try:
        yield
    except MissingListenerError:
        again = f"pulumi up --refresh --stack {router}"
        raise Problem("the listener was deleted by hand: nobody is served", again, Code.RESOURCE) from None
    except DamagedRecordError as error:
        raise Problem(str(error), "put the parameter back, then again", Code.RESOURCE) from None
    except cloud.UNREACHABLE as error:
        raise word(error, f"the live state of {router}") from None
