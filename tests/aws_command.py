"""An `aws` command out of a message, run without the AWS CLI: its words are held to the service's own model."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from botocore import xform_name

if TYPE_CHECKING:
    from botocore.model import StructureShape

    from local.client import LocalAws


def run_aws(cloud: LocalAws, command: str) -> None:
    """Perform COMMAND (`aws SERVICE OPERATION --flag value ...`) on CLOUD; KeyError for a word AWS does not know."""
    program, service, operation, *words = shlex.split(command)
    assert program == "aws", command
    client = cloud.client(service)
    method = operation.replace("-", "_")
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method])
    getattr(client, method)(**_arguments(model.input_shape, words))


def _arguments(shape: StructureShape, words: list[str]) -> dict[str, Any]:
    flags = {f"--{xform_name(name, '-')}": (name, member.type_name) for name, member in shape.members.items()}
    starts = [index for index, word in enumerate(words) if word.startswith("--")]
    arguments: dict[str, Any] = {}
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        name, kind = flags[words[start]]
        values = words[start + 1 : end]
        arguments[name] = {"list": values, "boolean": True}.get(kind) or " ".join(values)
    return arguments
