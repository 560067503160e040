"""The ground that the machine plays on: one deployed set of stacks, put back between two plays where it differs."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from local.ports import free_port
from local.workspace import ROLES, Workspace
from tests.machine.sight import COLORS, look, other
from tests.stage import LISTENER_PORT, QUICK, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.client import LocalAws
    from tests.machine.sight import Sight

DRAIN = 1
"""Seconds: what a color that lost its traffic must stay."""

ROUTER = {**QUICK, "deregistration_delay": DRAIN, "gate_timeout": 0, "verify_timeout": 10}
"""Router settings under which nobody waits for what the machine decides itself."""

BOOT, NEVER = 40, 3
"""Seconds that a release gets: one that boots, and one that never gets healthy."""

SICK = {"FAULT_HEALTH": "fail"}


class KnownStage(Stage):
    """A stage whose router's outputs are asked for once: they never change."""

    def __init__(self, cloud: LocalAws, workspace: Workspace) -> None:
        """As Stage."""
        super().__init__(cloud, workspace)
        self._outputs: dict[str, Any] | None = None

    @property
    def outputs(self) -> dict[str, Any]:
        """The router's outputs, as they were when first asked for."""
        if self._outputs is None:
            self._outputs = super().outputs
        return self._outputs


class Ground:
    """Blue live, green idle, both with one healthy fleet: at the beginning of each play.

    `dirty` names the colors whose last update did not end well; `deregistered` the instances that were taken out of
    their target group by hand. After a play that was not put back the next one gets a set of its own.
    """

    stage: KnownStage

    def __init__(self, cloud: LocalAws, folder: Path, environment: Mapping[str, str]) -> None:
        """Lay the stacks' files into FOLDER, on CLOUD; the engine runs in ENVIRONMENT."""
        self._cloud, self._folder, self._environment = cloud, folder, environment
        self._sets = self._releases = 0
        self._clean = False
        self.dirty: set[str] = set()
        self.deregistered: set[str] = set()

    def begin(self) -> Sight:
        """Make sure that everything is as at the beginning, and look."""
        if not self._clean:
            self._deploy()
        self._clean = False
        return look(self)

    @property
    def active_parameter(self) -> str:
        """Name of the parameter that names the active color."""
        return self.stage.outputs["active_parameter"]

    def parameter(self, color: str, kind: str) -> str:
        """Name of COLOR's parameter of that KIND, `release` or `intent`."""
        return f"/bluegreen/bluegreen/{self.stage.workspace.stack(color)}/{kind}"

    def declare_release(self, color: str, *, good: bool) -> str:
        """Declare a release of COLOR that there never was; one that is not GOOD never gets healthy."""
        self._releases += 1
        release = f"2.{self._releases}.0"
        timeout, environment = (BOOT, None) if good else (NEVER, SICK)
        self.stage.workspace.configure(color, release=release, release_timeout=timeout, app_env=environment)
        return release

    def declare_what_runs(self, color: str, sight: Sight) -> None:
        """Declare the release of COLOR that is on record; a new one where there is none."""
        release = sight.colors[color].release or self.declare_release(color, good=True)
        self.stage.workspace.configure(color, release=release, release_timeout=BOOT, app_env=None)

    def damage(self, color: str, sight: Sight, count: int, *, stop: bool) -> None:
        """Let COUNT healthy instances of COLOR's fleet STOP, or take them out of the target group."""
        states = sight.colors[color].states
        instances = sorted(each for each in sight.colors[color].fleet or {} if states.get(each) == "healthy")[:count]
        if stop and instances:
            self._ec2.stop_instances(InstanceIds=instances)
        elif instances:
            self.stage.load_balancing.deregister_targets(
                TargetGroupArn=self._target_group(color), Targets=[{"Id": each} for each in instances]
            )
            self.deregistered |= set(instances)

    def heal(self, color: str, sight: Sight) -> None:
        """Undo all damage to COLOR's fleet."""
        fleet = set(sight.colors[color].fleet or {})
        stopped = [each for each in self._instances("stopped") if each in fleet]
        if stopped:
            self._ec2.start_instances(InstanceIds=stopped)
        if out := sorted(fleet & self.deregistered):
            self.stage.load_balancing.register_targets(
                TargetGroupArn=self._target_group(color), Targets=[{"Id": each} for each in out]
            )
            self.deregistered -= set(out)

    def wait_for_drain(self, sight: Sight) -> None:
        """Return once no client may come back to the color that lost its traffic last."""
        time.sleep(max(0.0, sight.changed + DRAIN + 0.1 - time.time()))

    def put_back(self, sight: Sight) -> None:
        """Put everything back where it differs. A color that is dirty needs one `up` with what runs declared."""
        workspace = self.stage.workspace
        for color in COLORS:
            self.heal(color, sight)
        workspace.configure("router", active_color="blue", canary=None)
        shutil.copy(self._saved, self._state)
        if sight.active != self._active:
            self.stage.ssm.put_parameter(Name=self.active_parameter, Value=self._active_value, Overwrite=True)
        for color in COLORS:
            self.declare_what_runs(color, sight)
            if color in self.dirty:
                self.stage.set_weights(**{color: 0, other(color): 100})
                workspace.up(color).check()
        self.dirty.clear()
        self.stage.set_weights(blue=100, green=0)
        self._remove_strays()
        self._check(look(self))
        self._clean = True

    def _check(self, sight: Sight) -> None:
        assert (dict(sight.weights), sight.active) == ({"blue": 100, "green": 0}, self._active), sight
        for color in COLORS:
            seen = sight.colors[color]
            assert (seen.ready, seen.healthy, seen.groups) == (True, 2, (seen.fleet_name,)), sight

    def _deploy(self) -> None:
        self._sets += 1
        workspace = Workspace(self._folder / str(self._sets), self._environment, f"machine{self._sets}-")
        self.stage = KnownStage(self._cloud, workspace)
        self._cloud.clear_faults()
        self.dirty.clear()
        self.deregistered.clear()
        workspace.configure("router", http_port=free_port(LISTENER_PORT), **ROUTER)
        workspace.share(soak=0)
        workspace.init()
        workspace.up("router").check()
        with ThreadPoolExecutor(2) as pool:
            for run in pool.map(workspace.up, ROLES[1:]):
                run.check()
        shutil.copy(self._state, self._saved)
        self._active_value = self.stage.ssm.get_parameter(Name=self.active_parameter)["Parameter"].get("Value", "")
        self._active = look(self).active

    @property
    def _state(self) -> Path:
        backend = Path(urlsplit(self.stage.workspace.environment["PULUMI_BACKEND_URL"]).path)
        return backend / ".pulumi/stacks/bluegreen" / f"{self.stage.workspace.stack('router')}.json"

    @property
    def _saved(self) -> Path:
        return self.stage.workspace.directory / "router-as-deployed.json"

    @property
    def _ec2(self) -> Any:
        return self.stage.client("ec2")

    def _target_group(self, color: str) -> str:
        return self.stage.outputs["target_group_arns"][color]

    def _instances(self, state: str) -> list[str]:
        wanted = [{"Name": "instance-state-name", "Values": [state]}]
        pages = self._ec2.describe_instances(Filters=wanted)["Reservations"]
        return sorted(each["InstanceId"] for page in pages for each in page["Instances"])

    def _remove_strays(self) -> None:
        for group in self.stage.autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"]:
            if not group.get("TargetGroupARNs"):
                self.stage.autoscaling.delete_auto_scaling_group(
                    AutoScalingGroupName=group["AutoScalingGroupName"], ForceDelete=True
                )
