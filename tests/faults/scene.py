"""One row's stage while it is played: what was run on it, and what was found wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local.engine import run_engine
from tests.faults.ending import Ending, trouble_with
from tests.interrupt import Background, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from local.engine import Run
    from tests.engine.switch_stage import SwitchStage

Rule = dict[str, Any]
"""A fault, as `LocalAws.fault` takes it."""

LISTENER_WRITES = frozenset({"CreateListener", "ModifyListener"})


class Scene:
    """A set of stacks on which blue carries the traffic and green is ready.

    `runs` holds what was run, in order, and `problems` what was not as it must be.
    """

    def __init__(self, stage: SwitchStage) -> None:
        """Begin on STAGE, whose settings and traffic are as deployed."""
        self.stage, self.cloud = stage, stage.cloud
        self.runs: list[tuple[str, Run]] = []
        self.problems: list[str] = []
        self._begun, self._logged = self.cloud.last_call(), len(stage.log())
        self._by_hand = self._begun
        self._balancer: str = stage.outputs["load_balancer_arn"]

    def declare(self, **settings: Any) -> None:
        """Set SETTINGS of the router, `active_color` among them; None removes one."""
        self.stage.workspace.configure("router", **settings)

    def up(self, *flags: str, role: str = "router") -> Run:
        """`pulumi up` of ROLE."""
        return self.note(" ".join(("up", role, *flags)), self.stage.workspace.up(role, *flags))

    def by_hand(self) -> None:
        """All writes up to now were made by hand."""
        self._by_hand = self.cloud.last_call()

    def note(self, name: str, run: Run) -> Run:
        """Keep RUN under NAME."""
        self.runs.append((name, run))
        return run

    def cancel(self) -> None:
        """`pulumi cancel` of the router: takes away the lock of an engine that was killed."""
        workspace = self.stage.workspace
        run_engine(
            workspace.directory, workspace.environment, "cancel", "--yes", "--stack", workspace.stack("router")
        ).check()

    def held(self, moment: Iterable[Iterable[Rule]], then: Callable[[Background], None], *flags: str) -> Run:
        """`pulumi up` of the router, held at MOMENT until THEN is done.

        MOMENT is reached by steps: the rules of each are in force before those of the step before are let go.
        """
        running, rules = None, list[str]()
        for step in moment:
            before, rules = rules, [self.cloud.fault(**rule) for rule in step]
            running = running or Background(self.stage, "router", *flags)
            self._let_go(before)
            self._wait_until_held(running, rules)
        if running is None:
            raise ValueError(moment)
        then(running)
        self._let_go(rules)
        return self.note(" ".join(("up", "router", *flags)), running.end())

    def expect(self, name: str, run: Run, ending: Ending, says: Iterable[str]) -> None:
        """Note as problems where RUN, called NAME, did not end with ENDING or does not say each of SAYS."""
        self.problems += [f"{name}: {trouble}" for trouble in trouble_with(run, ending, says)]
        if self.shares and not sum(self.shares.values()):
            self.problems.append(f"{name}: both weights are 0")

    @property
    def shares(self) -> dict[str, int]:
        """The weights by target group, as the load balancer's listeners hold them; empty without a listener."""
        listeners = self.stage.load_balancing.describe_listeners(LoadBalancerArn=self._balancer)["Listeners"]
        return {
            group["TargetGroupArn"]: group["Weight"]
            for listener in listeners
            for action in listener["DefaultActions"]
            for group in action.get("ForwardConfig", {}).get("TargetGroups", [])
        }

    @property
    def logged(self) -> list[dict[str, Any]]:
        """The records that the switch log got since the beginning."""
        return self.stage.log()[self._logged :]

    @property
    def writes(self) -> list[str]:
        """The calls that changed something, those made by hand at the beginning left out."""
        return [call.action for call in self.cloud.writes(self._by_hand)]

    def both_zero(self) -> bool:
        """Whether any write since the beginning left no weight at all."""
        written = [call.parameters for call in self.cloud.writes(self._begun) if call.action in LISTENER_WRITES]
        return any(not _total(parameters) for parameters in written if "DefaultActions" in parameters)

    def active_color(self) -> str:
        """The color that the parameter names; empty where there is no parameter."""
        name = self.stage.outputs["active_parameter"]
        found = self.stage.ssm.get_parameters(Names=[name])["Parameters"]
        return json.loads(found[0].get("Value", ""))["color"] if found else ""

    def _wait_until_held(self, running: Background, rules: list[str]) -> None:
        try:
            wait_until(lambda: running.ended or self.cloud.holds(*rules))
        except TimeoutError:
            # Its lock would be in the way of whatever comes next.
            running.kill()
            self.cancel()
            raise
        if running.ended:
            raise AssertionError(f"the update never came to where it should be held: {running.end().output}")

    def _let_go(self, rules: list[str]) -> None:
        for rule in rules:
            self.cloud.clear_faults(rule)


def _total(parameters: dict[str, Any]) -> int:
    return sum(
        int(group.get("Weight", 0))
        for action in parameters["DefaultActions"]
        for group in action.get("ForwardConfig", {}).get("TargetGroups", [])
    )
