"""A stage for tests of the whole: a local AWS, and sets of three stacks on it."""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from local.client import LocalAws
from local.ports import free_port, is_free
from local.workspace import ROLES, Workspace
from tests.warm import WarmPython

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_elbv2 import ElasticLoadBalancingv2Client
    from mypy_boto3_ssm import SSMClient

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
"""Two workers that look for free ports at once must not find the same ones."""

CLOUD_PORT, LISTENER_PORT = 5100 + 100 * WORKER, 8200 + 200 * WORKER

PORTS = 3
"""A local AWS takes its port and the two above it."""

PACE = {"registration_delay": 0.5, "listener_delay": 0.5, "check_pace": 0.2}
"""Options of the local AWS that make a test wait little: two delays in seconds, and the share of a check's interval."""

QUICK = {"health_check_interval": 5, "health_check_timeout": 2, "deregistration_delay": 5}
"""Router settings (seconds) that make a test wait as little as AWS allows."""


@contextlib.contextmanager
def local_aws(directory: Path, **delays: float) -> Generator[LocalAws]:
    """A local AWS in DIRECTORY on free ports, ended afterwards."""
    port = free_port(CLOUD_PORT)
    while not all(is_free(port + offset) for offset in range(PORTS)):
        port = free_port(port + PORTS)
    cloud = LocalAws.start(directory, port, **delays)
    try:
        yield cloud
    finally:
        cloud.stop()


class QuickAws(LocalAws):
    """The local AWS whose files lie in DIRECTORY, for engine runs that use PYTHON as long as it serves."""

    def __init__(self, directory: Path, python: WarmPython) -> None:
        """Speak to the one that was started there."""
        super().__init__(directory)
        self._python = python

    @property
    def environment(self) -> dict[str, str]:
        """What a shell gets from its `env` file, with a Python that starts at once."""
        return self._python.environment(super().environment)


@contextlib.contextmanager
def quick_aws(directory: Path, **delays: float) -> Generator[LocalAws]:
    """As `local_aws`; engine runs in its environment don't wait for Python and its packages."""
    with local_aws(directory, **delays), WarmPython() as python:
        yield QuickAws(directory, python)


class Stage:
    """Three deployed stacks on a local AWS, and clients that see behind them."""

    def __init__(self, cloud: LocalAws, workspace: Workspace) -> None:
        """Look at CLOUD through WORKSPACE."""
        self.cloud, self.workspace = cloud, workspace

    def deploy(self, **shared: Any) -> Stage:
        """Bring up router, blue (1.0.0) and green (1.1.0), with SHARED settings for all."""
        self.workspace.configure("router", http_port=free_port(LISTENER_PORT), **QUICK)
        self.workspace.share(release_timeout=40, **shared)
        self.workspace.init()
        self.workspace.up("router").check()
        with ThreadPoolExecutor(2) as pool:
            for run in pool.map(self.workspace.up, ("blue", "green")):
                run.check()
        return self

    @property
    def outputs(self) -> dict[str, Any]:
        """The router's outputs."""
        return self.workspace.outputs("router")

    @property
    def url(self) -> str:
        """Where the balancer answers."""
        return self.cloud.url(self.outputs["listener_arn"])

    def client(self, service: str) -> Any:
        """A boto3 client of the local AWS."""
        return self.cloud.client(service)

    @property
    def load_balancing(self) -> ElasticLoadBalancingv2Client:
        """Elastic Load Balancing."""
        return self.client("elbv2")

    @property
    def autoscaling(self) -> AutoScalingClient:
        """Auto Scaling."""
        return self.client("autoscaling")

    @property
    def ssm(self) -> SSMClient:
        """Systems Manager."""
        return self.client("ssm")

    def weights(self) -> dict[str, int]:
        """What the listener holds, by color, asked of the cloud."""
        outputs = self.outputs
        (listener,) = self.load_balancing.describe_listeners(ListenerArns=[outputs["listener_arn"]])["Listeners"]
        groups = listener["DefaultActions"][0]["ForwardConfig"]["TargetGroups"]
        shares = {group["TargetGroupArn"]: group["Weight"] for group in groups}
        return {color: shares[arn] for color, arn in outputs["target_group_arns"].items()}

    def set_weights(self, **weights: int) -> None:
        """Change the listener behind the program's back."""
        outputs = self.outputs
        groups = [
            {"TargetGroupArn": outputs["target_group_arns"][color], "Weight": weight}
            for color, weight in weights.items()
        ]
        forward: Any = {
            "TargetGroups": groups,
            "TargetGroupStickinessConfig": {"Enabled": False, "DurationSeconds": 3600},
        }
        self.load_balancing.modify_listener(
            ListenerArn=outputs["listener_arn"], DefaultActions=[{"Type": "forward", "ForwardConfig": forward}]
        )

    def fleets(self, color: str) -> list[str]:
        """Names of the auto scaling groups attached to COLOR's target group, sorted."""
        arn = self.outputs["target_group_arns"][color]
        groups = self.autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"]
        return sorted(group["AutoScalingGroupName"] for group in groups if arn in group.get("TargetGroupARNs", []))

    def health(self, color: str) -> list[str]:
        """States of COLOR's targets, sorted."""
        arn = self.outputs["target_group_arns"][color]
        targets = self.load_balancing.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
        return sorted(target.get("TargetHealth", {}).get("State", "") for target in targets)

    def assert_clean(self, *roles: str) -> None:
        """Preview and refresh of ROLES (all by default) find no change."""
        for role in roles or ROLES:
            for look in (self.workspace.preview, self.workspace.refresh_preview):
                run = look(role, "--expect-no-changes")
                assert (run.code, run.changes, run.changed) == (0, {}, {}), run.output
