"""What the engine and AWS say, in words for a person: what is wrong, where, and the next command."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

from ops import aws_problems, engine_problems
from ops.problem import Code

SAID = [
    ("error: no stack named 'prod-router' found", Code.NO_STACK, "there is no stack prod-router", "pulumi stack init"),
    (
        "error: getting stack configuration: get stack secrets manager: incorrect passphrase",
        Code.CONFIG,
        "the passphrase is wrong for stack prod-router",
        "PULUMI_CONFIG_PASSPHRASE_FILE",
    ),
    ("error: passphrase must be set with …", Code.CONFIG, "is not set", "PULUMI_CONFIG_PASSPHRASE_FILE"),
    ("error: PULUMI_ACCESS_TOKEN must be set for login", Code.CONFIG, "there is no backend", "pulumi login"),
    ('error: unable to open state directory "file:///x": stat /x', Code.CONFIG, "file:///x", "pulumi whoami"),
    ("error: error listing stacks: could not list bucket: NoSuchBucket", Code.CONFIG, "NoSuchBucket", "pulumi whoami"),
    ("error: pass the fully qualified name (organization/project/stack)", Code.CONFIG, "/project", "--cwd FOLDER"),
    ("error: what nobody expected", Code.FAILED, "what nobody expected", "pulumi stack --stack prod-router"),
    ("", Code.FAILED, "it said nothing", "pulumi stack"),
]


@pytest.mark.parametrize(("said", "code", "what", "following"), SAID)
def test_what_the_engine_says_becomes_one_problem(said: str, code: Code, what: str, following: str) -> None:
    """With Pulumi's exit code, the stack's name, and what to do next."""
    problem = engine_problems.word(said, stack="prod-router", project="bluegreen", folder="/project")
    told, _, command = str(problem).partition("\n  next: ")
    assert problem.code is code
    assert what in told
    assert following in command


def _denied(code: str = "AccessDenied") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "details"}}, "DescribeListeners")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (NoCredentialsError(), "there are no credentials for AWS"),
        (EndpointConnectionError(endpoint_url="http://nowhere"), "Could not connect"),
        (_denied(), "lack the permission elasticloadbalancing:DescribeListeners"),
        (_denied("Throttling"), "AWS answered Throttling to DescribeListeners"),
    ],
)
def test_what_aws_answers_becomes_one_problem(error: Exception, told: str) -> None:
    """It names what could not be read, and the permission that is missing."""
    problem = aws_problems.word(error, "the live state of router")
    assert problem.code is Code.RESOURCE
    assert str(problem).startswith("the live state of router can't be read: ")
    assert told in str(problem)
    assert "\n  next: " in str(problem)


def test_a_refresh_that_fails_tells_what_the_provider_said() -> None:
    """On one line, and as a matter of AWS."""
    problem = engine_problems.refresh_failed("blue", ["reading\n  sg-1: no route"])
    assert problem.code is Code.RESOURCE
    assert "blue can't be compared with AWS: reading sg-1: no route" in str(problem)
