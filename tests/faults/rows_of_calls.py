"""Rows whose fault is that AWS does not answer as it should."""

from __future__ import annotations

from dataclasses import replace

from tests.faults.ending import Ending
from tests.faults.happenings import (
    BROKEN,
    DENIED,
    OURS,
    THROTTLED,
    WRITTEN,
    at,
    fail_from_here,
    there_and_back,
    under,
)
from tests.faults.row import REFRESH, Row, Step

ALL = {"actions": ["*"], **OURS}
TENTH = {**ALL, "share": 0.1}

LOOKS = {
    "GetParameters": "ssm:GetParameters",
    "DescribeAutoScalingGroups": "autoscaling:DescribeAutoScalingGroups",
    "DescribeTargetHealth": "elasticloadbalancing:DescribeTargetHealth",
    "DescribeListeners": "elasticloadbalancing:DescribeListeners",
}
"""What the gate asks, and the permission that each question needs."""

AHEAD = Step("`up`", lambda scene: scene.up(), Ending.FAILED, ("nothing would be written", "pulumi up --refresh"))
"""What the provider believes to be done it does not write again."""

REFUSED_AHEAD = replace(AHEAD, ending=Ending.REFUSED)

LOST = {"actions": ["ModifyListener"], "lose": True}

ROWS = (
    Row(
        "10 % of the program's calls are throttled",
        there_and_back({**TENTH, "error": THROTTLED}),
        Ending.PASSED,
        way_on=(),
        log=("switched",) * 3,
    ),
    Row(
        "10 % of the program's calls are answered with 500",
        there_and_back({**TENTH, "error": BROKEN}),
        Ending.PASSED,
        way_on=(),
        log=("switched",) * 3,
    ),
    Row(
        "all of the program's calls are throttled from before the gate's look on",
        under({**ALL, "error": THROTTLED}),
        Ending.REFUSED,
        says=("Throttling", "run pulumi up again", "no record in the switch log"),
        fast=True,
    ),
    Row(
        "all of the program's calls are throttled for 20 s, and `gate_timeout` is 60 s",
        under({**ALL, "error": THROTTLED, "seconds": 20}, gate_timeout=60),
        Ending.PASSED,
        way_on=(),
    ),
    Row(
        "all of the program's calls are throttled from right after the write on",
        at(WRITTEN, fail_from_here({**ALL, "error": THROTTLED})),
        Ending.UNVERIFIED,
        says=("could not be read back: AWS answered Throttling", "pulumi config set active_color blue"),
    ),
    *(
        Row(
            f"no permission for {permission}",
            under({"actions": [action], **OURS, "error": DENIED}),
            Ending.REFUSED,
            says=(f"the credentials lack the permission {permission}",),
            log=("refused", "switched"),
        )
        for action, permission in LOOKS.items()
    ),
    Row(
        "no permission for elasticloadbalancing:DescribeListeners from right after the write on",
        at(WRITTEN, fail_from_here({"actions": ["DescribeListeners"], **OURS, "error": DENIED})),
        Ending.UNVERIFIED,
        says=("lack the permission elasticloadbalancing:DescribeListeners",),
        log=("not verified", "switched"),
    ),
    Row(
        "no permission for logs:PutLogEvents",
        under({"actions": ["PutLogEvents"], **OURS, "error": DENIED}),
        Ending.PASSED,
        says=("no record in the switch log", "lack the permission logs:PutLogEvents"),
        way_on=(),
        log=(),
    ),
    Row(
        "the provider has no permission for elasticloadbalancing:ModifyListener",
        under({"actions": ["ModifyListener"], "error": DENIED}),
        Ending.FAILED,
        says=("ModifyListener",),
        way_on=(REFUSED_AHEAD, REFRESH),
        log=("refused", "switched"),
    ),
    Row(
        "the provider has no permission for ssm:PutParameter",
        under({"actions": ["PutParameter"], "error": DENIED}),
        Ending.FAILED,
        says=("PutParameter",),
        way_on=(AHEAD, REFRESH),
        log=("switched", "switched"),
    ),
    Row("ModifyListener's answer is lost once", under({**LOST, "times": 1}), Ending.PASSED, way_on=()),
    Row("ModifyListener's answer is lost each time", under(LOST), Ending.FAILED, fast=True),
    Row(
        "PutParameter's answer is lost each time",
        under({"actions": ["PutParameter"], "lose": True}),
        Ending.FAILED,
    ),
)
"""In the table's order."""
