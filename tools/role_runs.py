"""What each role does in CI, in an order in which one run finds what the one before left."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from local.caller import ATTACHED, caller
from local.engine import NOT_INHERITED, EngineError, run_engine
from local.ports import free_port
from local.workspace import PROJECT, ROLES, Workspace

if TYPE_CHECKING:
    from contextlib import ExitStack
    from pathlib import Path

    from local.client import LocalAws

ADMIN = "admin"
"""Who makes the router; no role of CI does."""

BUCKET = "bluegreen-state"

LISTENER_PORT = 8700

ROUTER = {"health_check_interval": 5, "health_check_timeout": 2, "deregistration_delay": 5, "gate_timeout": 60}
"""Settings (seconds) that wait as little as AWS allows."""

SECONDS = 1200
"""A run that takes longer hangs: the provider's own waits make a drill the longest."""


@dataclass(frozen=True)
class Act:
    """One command under a role: `words` of `bluegreen`, or of `pulumi` where `engine`; `settings` by stack before it.

    `codes` are the exit codes that are right.
    """

    role: str
    words: tuple[str, ...]
    engine: bool = False
    settings: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    codes: tuple[int, ...] = (0,)

    @property
    def name(self) -> str:
        """`deploy: park`: the role and the verb, without numbers."""
        return f"{self.role}: {'pulumi ' if self.engine else ''}{self.words[0]}"


def _up(role: str, color: str) -> Act:
    return Act(role, ("up", "--yes", "--skip-preview", "--stack", color), engine=True)


RELEASED = {"green": {"release": "1.2.0"}}
"""What a pull request may change, and its plan is about."""

RUNS: tuple[Act, ...] = (
    _up(ADMIN, "router"),
    _up("deploy", "blue"),
    _up("deploy", "green"),
    Act("preview", ("plan", "--markdown"), settings=RELEASED),
    Act("preview", ("plan", "--json"), settings={"green": {"release": "1.1.0"}, "router": {"active_color": "green"}}),
    Act("preview", ("status",), settings={"router": {"active_color": "blue"}}),
    Act("preview", ("drift", "--json"), codes=(0, 7)),
    Act("preview", ("history",)),
    Act("preview", ("parity",), codes=(0, 7)),
    Act("deploy", ("status",)),
    Act("deploy", ("deploy", "1.2.0")),
    Act("deploy", ("check", "--seconds", "2s"), codes=(0, 4)),
    Act("deploy", ("park",)),
    Act("deploy", ("unpark",)),
    Act("switch", ("switch", "--declared"), settings={"router": {"active_color": "green"}}),
    Act("switch", ("rollback", "--yes", "--unmarked")),
    Act("switch", ("switch", "--yes", "--steps", "50,100", "--every", "3s", "--bake", "3s", "--metric-period", "1s")),
    Act("switch", ("watch", "--for", "3s", "--metric-period", "1s")),
    Act("switch", ("rollback", "--yes", "--unmarked")),
    Act("switch", ("status",)),
    Act("switch", ("history",)),
    Act("deploy", ("sync",)),
    Act("drill", ("drill", "--both", "--yes", "--json")),
    Act("preview", ("drift", "--json"), codes=(0, 7)),
)


class Stages:
    """Three stacks on CLOUD, their state in its S3; each role is a caller of its own until STACK ends."""

    def __init__(self, cloud: LocalAws, directory: Path, plugins: Path | None, stack: ExitStack) -> None:
        """Keep everything below DIRECTORY; PLUGINS is a Pulumi home whose plugins take the stand-ins' place."""
        self._cloud, self._directory, self._stack = cloud, directory, stack
        known = dict(cloud.environment)
        known["PULUMI_BACKEND_URL"] = f"s3://{BUCKET}?region={cloud.settings.region}&s3ForcePathStyle=true"
        del known["PULUMI_CONFIG_PASSPHRASE"]
        if plugins:
            known.pop(ATTACHED, None)
            known["PULUMI_HOME"] = str(plugins.absolute())
        self._known = known
        self._environments: dict[str, dict[str, str]] = {}
        self.workspace = Workspace(directory / "stacks", self._environment(ADMIN))

    def prepare(self) -> None:
        """Make the state's bucket and key, and three stacks in it. Raises EngineError."""
        self._cloud.client("s3").create_bucket(Bucket=BUCKET)
        key = self._cloud.client("kms").create_key()["KeyMetadata"]["KeyId"]
        self.workspace.configure("router", http_port=free_port(LISTENER_PORT), **ROUTER)
        self.workspace.share(release_timeout=300, soak=0)
        provider = f"awskms:///{key}?region={self._cloud.settings.region}"
        for role in ROLES:
            words = ("stack", "init", role, "--secrets-provider", provider)
            run_engine(self.workspace.directory, self.workspace.environment, *words).check()

    def perform(self, act: Act) -> set[str]:
        """Do ACT; returns the operations it made. Raises EngineError when it ends with a code that is not right."""
        for stack, settings in act.settings.items():
            self.workspace.configure(stack, **settings)
        before = self._cloud.last_call()
        program = ["pulumi", "--non-interactive"] if act.engine else [sys.executable, "-m", "ops"]
        run = subprocess.run(
            [*program, *act.words],
            cwd=self.workspace.directory,
            env={**_inherited(), **self._environment(act.role), "PYTHONPATH": str(PROJECT)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
        if run.returncode not in act.codes:
            raise EngineError(f"{act.name} ended with {run.returncode}:\n{run.stdout[-3000:]}{run.stderr[-3000:]}")
        return {f"{call.service}:{call.action}" for call in self._cloud.calls(before) if call.key == act.role}

    def _environment(self, role: str) -> dict[str, str]:
        if role not in self._environments:
            entered = caller(self._cloud, role, self._directory / role, self._known)
            self._environments[role] = self._stack.enter_context(entered)
        return self._environments[role]


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
