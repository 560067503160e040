"""The stage that all tests of a switch's safety share: blue carries the traffic, and each test puts it back."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from components.records.switch_log import STREAM
from tests.interrupt import wait_until
from tests.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.client import LocalAws
    from local.engine import Run
    from local.workspace import Workspace

SLOW_START = "3"
"""Seconds that a green instance takes to bind its port, so that a boot can be watched."""

OURS = "bluegreen"
"""In the User-Agent of the program's own calls."""


class SwitchStage(Stage):
    """Three stacks whose router waits for nothing and soaks for nothing, unless a test says so."""

    def __init__(self, cloud: LocalAws, workspace: Workspace) -> None:
        """As Stage; what the router is made of is asked once."""
        super().__init__(cloud, workspace)
        self._outputs: dict[str, Any] | None = None
        self._files: dict[str, str] = {}

    def deploy(self, **shared: Any) -> SwitchStage:
        """Bring up all three with quick settings, and remember them."""
        self.workspace.configure("router", gate_timeout=0)
        self.workspace.configure("green", app_env={"FAULT_SLOW_START": SLOW_START})
        super().deploy(soak=0, **shared)
        self._files = {path.name: path.read_text() for path in self.workspace.directory.glob("Pulumi*.yaml")}
        return self

    @property
    def outputs(self) -> dict[str, Any]:
        """The router's outputs, as they were when first asked for."""
        if self._outputs is None:
            self._outputs = super().outputs
        return self._outputs

    def forget(self) -> None:
        """Ask for the outputs anew: the listener was made again."""
        self._outputs = None

    def weights(self) -> dict[str, int]:
        """As Stage; none where the listener is gone."""
        try:
            return super().weights()
        except self.load_balancing.exceptions.ListenerNotFoundException:
            return {}

    def switch(self, color: str, *flags: str, **settings: Any) -> Run:
        """Declare COLOR active, with SETTINGS of the router, and `pulumi up`."""
        self.workspace.configure("router", active_color=color, **settings)
        return self.workspace.up("router", *flags)

    def preview(self, color: str, **settings: Any) -> Run:
        """As `switch`, but `pulumi preview`."""
        self.workspace.configure("router", active_color=color, **settings)
        return self.workspace.preview("router")

    def put_back(self) -> None:
        """Settings as deployed, no fault in force, blue with all traffic."""
        for name, text in self._files.items():
            (self.workspace.directory / name).write_text(text)
        self.cloud.clear_faults()
        weights = self.weights()
        if weights != {"blue": 100, "green": 0} or self.active["color"] != "blue":
            pair = f"{weights['blue']}/{weights['green']}"
            self.switch("blue", "--refresh", verify="off", allow_repair=pair).check()
            self.workspace.configure("router", verify=None, allow_repair=None)

    @property
    def active(self) -> dict[str, Any]:
        """What the active-color parameter holds."""
        return json.loads(self.parameter(self.outputs["active_parameter"]))

    def record_name(self, color: str, kind: str = "release") -> str:
        """Name of COLOR's parameter of that KIND, `release` or `intent`."""
        return f"/bluegreen/bluegreen/{self.workspace.stack(color)}/{kind}"

    def parameter(self, name: str) -> str:
        """The value of the parameter NAME."""
        return self.ssm.get_parameter(Name=name)["Parameter"].get("Value", "")

    def log(self) -> list[dict[str, Any]]:
        """All records of the switch log, oldest first."""
        group = self.outputs["switch_log"]
        events = self.client("logs").get_log_events(logGroupName=group, logStreamName=STREAM, startFromHead=True)
        return [json.loads(event["message"]) for event in events["events"]]

    def fleet(self, color: str) -> str:
        """Name of COLOR's one auto scaling group."""
        (fleet,) = self.fleets(color)
        return fleet

    def processes(self, color: str) -> list[int]:
        """Process ids of COLOR's running applications."""
        fleets = self.fleets(color)
        running = [each for each in self.cloud.instances() if each["state"] == "running" and each["group"] in fleets]
        return [process for each in running for process in each["processes"]]

    def signal(self, number: int, processes: list[int]) -> None:
        """Send signal NUMBER to PROCESSES of this stage."""
        for process in processes:
            os.kill(process, number)

    def wait_for_health(self, color: str, *states: str) -> None:
        """Return once COLOR's targets are in exactly these STATES."""
        wait_until(lambda: self.health(color) == sorted(states))

    def while_held(self, act: Callable[[], Run], meanwhile: Callable[[], object], **fault: Any) -> Run:
        """ACT's run, whose first call that FAULT describes was held until MEANWHILE had run."""
        rule = self.cloud.fault(**fault)
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(act)
            wait_until(lambda: running.done() or self.cloud.holds(rule))
            try:
                meanwhile()
            finally:
                self.cloud.clear_faults(rule)
            return running.result()

    def meanwhile(self, action: str, act: Callable[[], object], **rule_of: Any) -> Run:
        """`pulumi up` of the router; its first call of ACTION is held until ACT has run; RULE_OF says whose."""
        return self.while_held(lambda: self.workspace.up("router"), act, actions=[action], hold="before", **rule_of)
