"""What the engine's own words mean for a person: one problem each, with the next command."""

from __future__ import annotations

import re

from ops.problem import Busy, Code, Problem

ENGINE_MISSING = Problem(
    "the engine is missing: there is no program `pulumi` on PATH",
    "make setup, then put .engine/bin on PATH; or install it: https://www.pulumi.com/docs/install",
)

LOCKED = r"currently locked by|another update is currently in progress"

WORDS: tuple[tuple[str, str, str, Code], ...] = (
    (
        r"no stack named|stack '.*' not found",
        "there is no stack {stack} in {project}",
        "pulumi stack ls, then --stack-prefix or --router; or make it: pulumi stack init {stack}",
        Code.NO_STACK,
    ),
    (
        r"incorrect passphrase",
        "the passphrase is wrong for stack {stack}: PULUMI_CONFIG_PASSPHRASE is not the one that it was made with",
        "export PULUMI_CONFIG_PASSPHRASE_FILE=FILE, or PULUMI_CONFIG_PASSPHRASE, then again",
        Code.CONFIG,
    ),
    (
        r"passphrase must be set",
        "the passphrase of stack {stack} is not set",
        "export PULUMI_CONFIG_PASSPHRASE_FILE=FILE, or PULUMI_CONFIG_PASSPHRASE, then again",
        Code.CONFIG,
    ),
    (
        r"PULUMI_ACCESS_TOKEN must be set|not logged in|no credentials for current backend",
        "there is no backend: nobody is logged in, so the stacks' state can't be found",
        "pulumi login s3://YOUR-BUCKET, or pulumi login; or export PULUMI_BACKEND_URL",
        Code.CONFIG,
    ),
    (
        LOCKED,
        "{stack} is being updated by somebody else: {reason}",
        "wait for it: bluegreen status; only where that run is dead, give its lock back: pulumi cancel --stack {stack}",
        Code.RESOURCE,
    ),
    (
        r"unable to open state directory|could not list bucket|unable to open bucket|error listing stacks",
        "the backend can't be read: {reason}",
        "pulumi whoami --verbose, and see that PULUMI_BACKEND_URL or pulumi login name the right place",
        Code.CONFIG,
    ),
    (
        r"pass the fully qualified name|no Pulumi\.yaml project file",
        "the project can't be told in {folder}",
        "cd to the folder with Pulumi.yaml, or --cwd FOLDER",
        Code.CONFIG,
    ),
)
"""A pattern in what the engine says, what it means, the next command, and the exit code."""

LAST = 3
"""Lines of the engine that are shown when nobody knows what they mean."""


def word(said: str, *, stack: str, project: str, folder: str) -> Problem:
    """The problem behind what the engine SAID of STACK of PROJECT in FOLDER; its last lines where it is not known."""
    lines = [line.removeprefix("error: ").strip() for line in said.splitlines() if line.strip()]
    reason = lines[-1] if lines else "it said nothing"
    for pattern, what, next_command, code in WORDS:
        if re.search(pattern, said):
            facts = {"stack": stack, "project": project, "folder": folder, "reason": reason}
            kind = Busy if pattern == LOCKED else Problem
            return kind(what.format(**facts), next_command.format(**facts), code)
    told = "; ".join(lines[-LAST:]) or reason
    return Problem(f"the engine can't read stack {stack}: {told}", f"pulumi stack --stack {stack}", Code.FAILED)


def refresh_failed(stack: str, said: list[str]) -> Problem:
    """The problem behind a refresh of STACK that ended with the errors SAID."""
    told = "; ".join(" ".join(each.split()) for each in said[:LAST])
    return Problem(
        f"{stack} can't be compared with AWS: {told}", "aws sts get-caller-identity, then again", Code.RESOURCE
    )
