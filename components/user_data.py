"""What an instance runs at its first boot: a template with the release and its application in it."""

import re
from collections.abc import Mapping
from pathlib import Path

LIMIT = 16 * 1024
"""Bytes before base64 (EC2 user guide, "Run commands when you launch an EC2 instance with user data input")."""

LOG_GROUP = "{{ log_group }}"
"""Stays in a rendered text, since the log group's name is only known once it exists."""

PLACEHOLDERS = frozenset(
    {"service", "color", "release", "app_port", "app_env", "app_secrets", "app", "log_group", "region"}
)

LONGEST_LOG_GROUP = 153
"""Characters of the longest name that `naming.log_group` makes: service 32, stack 100 (Pulumi's limit), suffix 8."""

_PLACEHOLDER = re.compile(r"\{\{ *([A-Za-z_][A-Za-z_0-9]*) *\}\}")


class UserDataError(ValueError):
    """A template that can't become user data; says which and why."""


def read_template(path: Path) -> str:
    """The template at PATH; raises UserDataError when it is missing, not text, or has placeholders nobody fills."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "can't be read"
        raise UserDataError(f"the user-data template {path} {reason}") from error
    if not text.startswith("#"):
        raise UserDataError(f"the user-data template {path} must begin with #, as in #!/bin/bash or #cloud-config")
    unknown = sorted(set(_PLACEHOLDER.findall(text)) - PLACEHOLDERS)
    if unknown:
        raise UserDataError(
            f"the user-data template {path} has unknown placeholders: {', '.join(unknown)};"
            f" there are {', '.join(sorted(PLACEHOLDERS))}"
        )
    return text


def render(template: str, values: Mapping[str, str]) -> str:
    """TEMPLATE with every `{{ name }}` replaced by VALUES[name], once: a value is never looked into.

    `{{ log_group }}` stays where VALUES has none. Raises UserDataError for a result over 16 KiB.
    """
    text = _PLACEHOLDER.sub(lambda match: values.get(match[1], LOG_GROUP), template)
    size = len(text.replace(LOG_GROUP, "").encode()) + text.count(LOG_GROUP) * LONGEST_LOG_GROUP
    if size > LIMIT:
        raise UserDataError(
            f"the user data renders to {size} bytes; EC2 takes {LIMIT}:"
            " let the template fetch what is large, or shorten app_env"
        )
    return text


def environment_lines(variables: Mapping[str, str]) -> str:
    """VARIABLES as lines of a systemd EnvironmentFile, sorted; values quoted (systemd.exec(5), EnvironmentFile)."""
    return "\n".join(f'{name}="{_escaped(value)}"' for name, value in sorted(variables.items()))


def secret_lines(secrets: Mapping[str, str]) -> str:
    """SECRETS, ARN by name, as lines `NAME=ARN`, sorted. Only names and ARNs: never a value."""
    return "\n".join(f"{name}={arn}" for name, arn in sorted(secrets.items()))


def _escaped(value: str) -> str:
    return re.sub(r'([\\"$`])', r"\\\1", value)
