"""A stage whose colors are released and torn down, and what a refusal of that must leave as it was."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.engine.switch_stage import SwitchStage, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.client import Call
    from local.engine import Run

DENIED = {"code": "AccessDenied", "status": 403, "message": "not authorized"}
"""What AWS answers to whoever lacks a permission."""

NOTED = {"PutLogEvents"}
"""The record of a refusal: the only write that one may make."""


class GuardStage(SwitchStage):
    """Blue carries the traffic; what the tests release stays, so that each says what it begins with."""

    def put_back(self) -> None:
        """As it was, and the settings match what each color runs."""
        super().put_back()
        for color in ("blue", "green"):
            self.workspace.configure(color, release=self.released(color))

    def released(self, color: str) -> str:
        """What COLOR runs, by its release record."""
        return self.record(color)["release"]

    def record(self, color: str) -> dict[str, Any]:
        """COLOR's release record."""
        return json.loads(self.parameter(self.record_name(color)))

    def release(self, color: str, release: str, **settings: Any) -> Run:
        """Declare RELEASE for COLOR, with SETTINGS of its stack, and `pulumi up`."""
        self.workspace.configure(color, release=release, **settings)
        return self.workspace.up(color)

    def groups(self, color: str) -> dict[str, bool]:
        """COLOR's auto scaling groups by name, and whether each stands in the color's target group."""
        own = {"Key": "bluegreen:stack", "Value": self.workspace.stack(color)}
        filters: Any = [{"Name": f"tag:{own['Key']}", "Values": [own["Value"]]}]
        groups = self.autoscaling.describe_auto_scaling_groups(Filters=filters)["AutoScalingGroups"]
        attached = self.fleets(color)
        return {group["AutoScalingGroupName"]: group["AutoScalingGroupName"] in attached for group in groups}

    def everything(self) -> dict[str, list[str]]:
        """Names of all that a color is made of, of both colors, by kind; sizes of the fleets too."""
        groups = self.autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"]
        ec2, iam, logs = self.client("ec2"), self.client("iam"), self.client("logs")
        parameters = self.ssm.describe_parameters(MaxResults=50)["Parameters"]
        found = {
            "groups": [
                f"{group['AutoScalingGroupName']} {group['MinSize']} {group['DesiredCapacity']} {group['MaxSize']}"
                for group in groups
            ],
            "templates": [
                f"{template['LaunchTemplateId']} {template['LatestVersionNumber']}"
                for template in ec2.describe_launch_templates()["LaunchTemplates"]
            ],
            "security groups": [group["GroupId"] for group in ec2.describe_security_groups()["SecurityGroups"]],
            "roles": [role["RoleName"] for role in iam.list_roles()["Roles"]],
            "profiles": [
                profile["InstanceProfileName"] for profile in iam.list_instance_profiles()["InstanceProfiles"]
            ],
            "log groups": [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]],
            "parameters": [f"{each.get('Name')} {each.get('Version')}" for each in parameters],
            "instances": [each["id"] for each in self.cloud.instances() if each["state"] == "running"],
        }
        return {kind: sorted(names) for kind, names in found.items()}

    def state(self) -> dict[str, Any]:
        """What the states of both colors hold: inputs and outputs of each resource, by URN."""
        folder = Path(urlsplit(self.workspace.environment["PULUMI_BACKEND_URL"]).path) / ".pulumi/stacks/bluegreen"
        files = [folder / f"{self.workspace.stack(color)}.json" for color in ("blue", "green")]
        checkpoints = [json.loads(file.read_text())["checkpoint"]["latest"] for file in files]
        resources = [resource for latest in checkpoints for resource in latest.get("resources", [])]
        return {each["urn"]: (each.get("inputs"), each.get("outputs")) for each in resources}

    def untouched(self, act: Callable[[], Run], *, noted: bool) -> Run:
        """ACT's run, which failed without a traceback and changed nothing but, where NOTED, the switch log."""
        before = self.cloud.last_call()
        stood = self.weights(), self.everything(), self.state()
        run = act()
        assert run.code != 0, run.output
        assert "Traceback" not in run.output
        assert Counter(call.action for call in self.cloud.writes(before)) == Counter(NOTED if noted else ())
        assert (self.weights(), self.everything(), self.state()) == stood
        return run

    def refused(self, act: Callable[[], Run], *phrases: str, noted: bool = True) -> str:
        """ACT's output: a refusal with PHRASES that changed nothing, and that is in the switch log where NOTED."""
        records = len(self.log())
        output = self.untouched(act, noted=noted).output
        assert [phrase for phrase in ("refused, nothing was changed: ", *phrases) if phrase not in output] == [], output
        if noted:
            (record,) = self.log()[records:]
            assert (record["event"], record["what"]) == ("refused", "change")
            assert record["reason"] in output
        return output

    def refused_preview(self, color: str, *phrases: str) -> str:
        """As `refused`: a preview of COLOR's stack."""
        return self.refused(lambda: self.workspace.preview(color), *phrases, noted=False)

    def refused_update(self, color: str, *phrases: str, noted: bool = True) -> str:
        """As `refused`: an update of COLOR's stack."""
        return self.refused(lambda: self.workspace.up(color), *phrases, noted=noted)

    def refused_destroy(self, color: str, *phrases: str, noted: bool = True) -> str:
        """As `refused`: a destroy of COLOR's stack, with its program."""
        return self.refused(lambda: self.workspace.destroy(color), *phrases, noted=noted)

    def may_go(self, color: str) -> bool:
        """Whether a preview of COLOR's destroy passes."""
        return self.workspace.run("destroy", color, "--preview-only", "--run-program").code == 0

    def wait_until_drained(self, color: str) -> None:
        """Return once COLOR may be changed: clients that it answered before it lost its traffic come back no more."""
        wait_until(lambda: self.workspace.preview(color).code == 0)

    def called(self, action: str, since: int) -> list[Call]:
        """The calls of ACTION after SINCE."""
        return [call for call in self.cloud.calls(since) if call.action == action]
