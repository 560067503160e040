"""How AWS is asked: errors name the call, and where it was refused the permission to ask for."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pulumi
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

from components import cloud
from tests.unit.components.fake_aws import FakeAws

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPONENTS = Path(cloud.__file__).parent
ASKING = (COMPONENTS, COMPONENTS.parent / "ops")
"""Who asks AWS: the program and the command line."""

SERVICES = {
    "autoscaling": "autoscaling",
    "ec2": "ec2",
    "load_balancing": "elbv2",
    "logs": "logs",
    "metrics": "cloudwatch",
    "sns": "sns",
    "ssm": "ssm",
}
"""boto3's service names by the function of `cloud` that makes the client."""

PREFIXES = {"monitoring": "cloudwatch"}
"""What IAM policies call a service that signs by another name."""


def _error(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "secret details"}}, operation)


@pytest.mark.parametrize("code", sorted(cloud.DENIED))
def test_a_refused_call_names_its_permission(code: str) -> None:
    """In the words of an IAM policy, whichever service words the refusal."""
    for prefix, operations in cloud.PERMISSIONS.items():
        for operation in operations:
            error = _error(code, operation)
            assert cloud.explain(error) == f"the credentials lack the permission {prefix}:{operation}"
            assert cloud.denied(error)


def test_another_error_names_its_call_and_code() -> None:
    """Nothing of AWS's own text, which may hold what a log must not."""
    error = _error("Throttling", "DescribeTargetHealth")
    assert cloud.explain(error) == "AWS answered Throttling to DescribeTargetHealth"
    assert not cloud.denied(error)


def test_without_a_program_its_settings_come_from_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Region and profile of the stack's file count where no program runs; what only the provider knows is refused."""
    settings = {"region": "eu-central-1"}
    monkeypatch.setattr(cloud.PROVIDER, "setting", settings.get)
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    assert cloud.region() == "eu-central-1"
    assert cloud.ssm().meta.region_name == "eu-central-1"
    settings["assumeRole"] = "{}"
    with pytest.raises(pulumi.RunError, match="aws:assumeRole is set"):
        cloud.ssm()


def test_no_answer_says_so() -> None:
    """No route may pass, no credentials will not."""
    gone = EndpointConnectionError(endpoint_url="nowhere")
    assert cloud.explain(gone).startswith("AWS can't be asked: ")
    assert not cloud.denied(gone)
    assert cloud.denied(NoCredentialsError())


@pytest.mark.parametrize(
    "key",
    [
        "assumeRole",
        "assumeRoles",
        "assumeRoleWithWebIdentity",
        "sharedConfigFiles",
        "sharedCredentialsFiles",
        "endpoints",
        "accessKey",
        "secretKey",
        "token",
    ],
)
def test_what_only_the_provider_knows_is_refused(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program would look at another account than the provider changes; the message says how to drop it."""
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps({f"aws:{key}": "[]"}))
    with pytest.raises(pulumi.RunError, match=f"pulumi config rm aws:{key}$"):
        cloud.ssm()


def _asked() -> Iterator[tuple[str, str]]:
    """Each call of boto3: the function that makes the client, and the client's method."""
    for path in (path for folder in ASKING for path in folder.rglob("*.py")):
        tree = ast.parse(path.read_text())
        clients = {
            target.id: service
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and (service := _service(node.value))
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            client, method = node.func.value, node.func.attr
            service = clients.get(client.id) if isinstance(client, ast.Name) else _service(client)
            if service and method == "get_paginator" and isinstance(node.args[0], ast.Constant):
                method = str(node.args[0].value)
            if service:
                yield service, method


def _service(node: ast.expr) -> str | None:
    """`ssm` of `cloud.ssm()`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        return node.func.attr if node.func.value.id == "cloud" and node.func.attr in SERVICES else None
    return None


def test_the_permissions_are_the_calls_that_are_made() -> None:
    """Whoever grants what PERMISSIONS lists has granted enough, and no more."""
    needed: dict[str, set[str]] = {}
    for service, method in _asked():
        meta = FakeAws().client(SERVICES[service]).meta
        signing = str(meta.service_model.signing_name)
        prefix = PREFIXES.get(signing, signing)
        needed.setdefault(prefix, set()).add(meta.method_to_api_mapping[method])
    assert needed == {prefix: set(operations) for prefix, operations in cloud.PERMISSIONS.items()}


def test_nobody_asks_aws_but_through_its_clients() -> None:
    """One module knows boto3, so no call escapes its timeouts, its agent and the list of permissions."""
    texts = {path.name: path.read_text() for folder in ASKING for path in folder.rglob("*.py")}
    boto3 = re.compile(r"^(import|from) boto3\b", re.MULTILINE)
    assert [name for name, text in texts.items() if boto3.search(text)] == ["cloud.py"]
