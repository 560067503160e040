"""The program, and in green's stack 500 resources more, one of which holds a secret."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

import pulumi
import pulumi_aws as aws

PROJECT = Path(__file__).resolve().parent.parent.parent.parent

MANY = 500

SECRET = "hunter2-is-not-for-reports"  # noqa: S105  what must not be shown


def more() -> None:
    """Declare them."""
    for index in range(MANY):
        value = pulumi.Output.secret(SECRET) if index == 0 else "one of many"
        name = f"one-of-many-{index:03}-with-a-name-that-is-long-enough-to-fill-a-comment-on-a-pull-request-alone"
        aws.ssm.Parameter(name, type="String", insecure_value=value)


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    os.chdir(PROJECT)
    if pulumi.get_stack().endswith("green"):
        more()
    runpy.run_path(str(PROJECT / "__main__.py"), run_name="__main__")
