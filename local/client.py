"""A local AWS as its users see it: started, asked, and stopped."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3

from local.settings import LocalSettings

if TYPE_CHECKING:
    from collections.abc import Generator

PROJECT = Path(__file__).resolve().parent.parent

TIMEOUT = 10
"""Seconds for one answer of the control API."""


class LocalAwsError(Exception):
    """A local AWS did not start or did not answer; the message is what it said itself."""


@dataclass(frozen=True)
class Call:
    """One AWS API call; `time` in unix seconds, `agent` the caller's User-Agent, `key` its access key.

    `denied` tells that no policy allows it to the key, see `LocalAws.hold`.

    `fault` tells that a rule of `LocalAws.fault` hit it; `write` is false where such a rule refused it.
    """

    sequence: int
    time: float
    service: str
    action: str
    write: bool
    parameters: dict[str, Any]
    status: int
    agent: str
    fault: bool
    key: str = ""
    denied: bool = False


class LocalAws:
    """The local AWS whose files lie in DIRECTORY."""

    def __init__(self, directory: Path) -> None:
        """Speak to the one that was started there."""
        self.directory = directory
        self.settings = LocalSettings.read(directory)

    @classmethod
    def start(cls, directory: Path, port: int, **delays: float) -> LocalAws:
        """Start one in DIRECTORY on PORT and the two above it; DELAYS in seconds, as the options of `local up`.

        Raises LocalAwsError with what it said when it does not come up.
        """
        options = [f"--{name.replace('_', '-')}={value:g}" for name, value in delays.items()]
        _local("up", f"--dir={directory}", f"--port={port}", *options)
        return cls(directory)

    def stop(self) -> None:
        """End its processes and remove its folder."""
        _local("down", f"--dir={self.directory}")

    @property
    def environment(self) -> dict[str, str]:
        """What a shell gets from its `env` file."""
        pairs: dict[str, str] = {}
        for line in (self.directory / "env").read_text().splitlines():
            if line.startswith("export "):
                for word in shlex.split(line)[1:]:
                    name, _, value = word.partition("=")
                    pairs[name] = os.path.expandvars(value)
        return pairs

    def calls(self, since: int = 0) -> list[Call]:
        """The AWS API calls after sequence number SINCE, oldest first."""
        return [Call(**call) for call in self.ask(f"calls?since={since}")["calls"]]

    def last_call(self) -> int:
        """Sequence number of the newest call; 0 where there is none."""
        return max((call.sequence for call in self.calls()), default=0)

    def writes(self, since: int = 0) -> list[Call]:
        """The calls after SINCE that change something."""
        return [call for call in self.calls(since) if call.write]

    def instances(self) -> list[dict[str, Any]]:
        """Every instance there was, ended ones included."""
        return self.ask("instances")["instances"]

    def traffic(self) -> dict[str, Any]:
        """The balancer's own counts."""
        return self.ask("traffic")

    def url(self, listener_arn: str) -> str:
        """Where the balancer listens for a listener; raises LocalAwsError when it doesn't."""
        for edge in self.ask("edge")["listeners"]:
            if edge["arn"] == listener_arn:
                return edge["address"]
        raise LocalAwsError(f"the balancer does not listen for {listener_arn}")

    def fault(self, **rule: Any) -> str:  # noqa: ANN401  a rule's values have many types
        """Make the AWS calls that RULE describes fail or wait, see `local.cloud.fault.Fault`; returns the rule's id.

        Raises LocalAwsError for a rule that makes no sense.
        """
        return self._ask_faults("faults", rule)["id"]

    def faults(self) -> list[dict[str, Any]]:
        """All rules, each with its `id`, the calls it has hit (`hits`), and those that it holds now (`held`)."""
        return self._ask_faults("faults")["faults"]

    def holds(self, *rules: str) -> bool:
        """Whether a call is held now: by one of RULES (ids), or by any where none is named."""
        return any(each["held"] for each in self.faults() if not rules or each["id"] in rules)

    def clear_faults(self, id: str | None = None) -> None:  # noqa: A002  as the control API calls it
        """Delete the rule ID, or all; held calls go on. Raises LocalAwsError for an id that is not there."""
        self._ask_faults("faults" if id is None else f"faults/{id}", method="DELETE")

    @contextmanager
    def faulty(self, **rule: Any) -> Generator[str]:  # noqa: ANN401  as above
        """RULE in force for a block, which gets its id; at the end it is deleted, unless it is already."""
        name = self.fault(**rule)
        try:
            yield name
        finally:
            if any(each["id"] == name for each in self.faults()):
                self.clear_faults(name)

    def hold(self, key: str, *policies: dict[str, Any]) -> None:
        """Refuse from now on what is called with the access key KEY and none of POLICIES (documents) allows."""
        self.ask("policies", {"key": key, "policies": list(policies)})

    def client(self, service: str) -> Any:  # noqa: ANN401  boto3 makes its clients at run time
        """A boto3 client of SERVICE that speaks to it."""
        return boto3.client(  # pyright: ignore[reportCallIssue, reportUnknownVariableType]
            service,  # pyright: ignore[reportArgumentType]
            endpoint_url=self.settings.endpoint,
            region_name=self.settings.region,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106  the local AWS takes any
        )

    def ask(self, path: str, body: dict[str, Any] | None = None, method: str | None = None) -> Any:  # noqa: ANN401  JSON
        """GET PATH of the control API, POST BODY to it, or use METHOD; raises OSError when it does not answer so."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310  our own server
            f"{self.settings.endpoint}/_local/{path}", data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310  as above
            return json.load(answer)

    def _ask_faults(self, path: str, body: dict[str, Any] | None = None, method: str | None = None) -> dict[str, Any]:
        try:
            return self.ask(path, body, method)
        except urllib.error.HTTPError as refused:
            with refused:
                raise LocalAwsError(json.load(refused)["error"]) from None


def _local(*arguments: str) -> None:
    command = [sys.executable, "-m", "local", *arguments]
    process = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if process.returncode:
        raise LocalAwsError((process.stderr + process.stdout).strip())
