"""Write docs/commands.md from what `bluegreen --help` says: `python -m tools.commands_doc`."""

from __future__ import annotations

import os
from pathlib import Path

from rich.text import Text
from typer.testing import CliRunner

from ops.app import NAME, OF_NO_SET, VERBS, build
from ops.problem import Code
from ops.verbs import github, local

DOCUMENT = Path(__file__).parent.parent / "docs" / "commands.md"

WIDTH = "100"
"""Columns of the help texts, so that they don't depend on the terminal they were written in."""

HEAD = """# Commands

`bluegreen` works on a set of three stacks: it tells and does what a person needs around `pulumi up`.
It runs from the project's folder: `.venv/bin/bluegreen`, on PATH after `. .local/env`; `python -m ops` is the same.
The stacks are `router`, `blue` and `green`; `--stack-prefix prod-` means `prod-router` and the colors that it names.

`status`, `plan`, `check`, `history`, `drift` and `parity` change nothing and take no lock, so they work while an
update runs.
The others change what `pulumi config set` and `pulumi up` would: one stack each, whose file then says what AWS has.
What is refused, declined or interrupted before anything changed is not left declared.
What they write into a file is for the repository: `deploy`, `sync`, `switch` and `rollback` name the `git commit`.
`drill` runs `pulumi destroy --run-program` and `pulumi up` of the idle color, and what `switch` runs, if told to.
A switch between equal releases begins no soak, so that `drill --both` only waits until no client can come back to the
color that lost its traffic; where that, or the soak of another release, takes over 15 minutes, it is refused.
Its report is appended to `drills.jsonl` in the project's folder: commit that, or let CI keep it. No line is changed.
[A recorded session](switch-in-steps.svg) of `deploy`, `check` and `switch --steps`: once to the end, once taken back.
No verb shows a secret.
`bluegreen github` is for jobs of GitHub Actions, and writes on GitHub alone: [github.md](github.md).
`bluegreen local` is about an AWS on this machine, for trying and testing, and knows no set of stacks.
`status --json` prints what [status.schema.json](status.schema.json) describes, `drill --json` what
[drill.schema.json](drill.schema.json) does, `check --json` what [check.schema.json](check.schema.json) does, and
`plan --json` what [plan.schema.json](plan.schema.json) does. [plan.md](plan.md) shows plans.
Written by `python -m tools.commands_doc`; a test holds it to what `--help` says.

Where it goes wrong: [a switch was refused](runbooks/switch-refused.md), [a rollback was
refused](runbooks/rollback-refused.md), [a lock is stuck](runbooks/stuck-lock.md), [drift was
found](runbooks/drift-found.md), [a drill failed](runbooks/drill-failed.md), [AWS is in
trouble](runbooks/region-trouble.md).

## Exit codes

| code | means |
|---|---|
"""

MEANINGS = {
    Code.OK: "done; nothing differs",
    Code.FAILED: "something that no other code names",
    Code.CONFIG: "options, settings, passphrase, backend or engine",
    Code.RESOURCE: "AWS or GitHub refused or did not answer, something that should be there is not, or a check failed",
    Code.NO_STACK: "there is no such stack",
    Code.CHANGES: "changes, where none were expected: drift, a difference of blue and green, or what `--fail-on` names",
    Code.CANCELLED: "interrupted",
    Code.TIMEOUT: "it took too long",
}
"""In the order of the codes, which are Pulumi's."""


def document() -> str:
    """Return the whole document."""
    codes = "".join(f"| {code.value} | {meaning} |\n" for code, meaning in MEANINGS.items())
    names = [
        *((verb.__name__,) for verb, _ in (*VERBS, *OF_NO_SET)),
        *(("github", *words) for words, _, _ in github.VERBS),
        *(("local", verb.__name__) for verb, _ in local.VERBS),
    ]
    verbs = [f"## {' '.join(name)}\n\n```\n{help_of(*name)}\n```\n" for name in names]
    return "\n".join([HEAD + codes, *verbs])


def help_of(*verb: str) -> str:
    """Return what `bluegreen VERB --help` prints, without color."""
    os.environ |= {"TERMINAL_WIDTH": WIDTH, "COLUMNS": WIDTH}
    shown = CliRunner().invoke(build(), [*verb, "--help"], prog_name=NAME).output
    lines = Text.from_ansi(shown).plain.splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")


if __name__ == "__main__":
    DOCUMENT.write_text(document())
