"""A second service, from the template, beside the first in one account: neither knows of the other."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from demo.counts import by_balancer, by_clients, by_program
from demo.load import Load
from local.client import LocalAws
from local.engine import run_engine
from local.workspace import ROLES, Workspace
from tests.engine.bluegreen import bluegreen
from tests.interrupt import wait_until
from tests.new_service import ServiceWorkspace, new_service
from tests.stage import Stage

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(900)
"""Two services come up before the first test, one after the other."""

NOT_IN_AWS = ("pulumi:", "bluegreen:", "random:")
"""Types of what only a state holds."""


@pytest.fixture(scope="module")
def services(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stage]:
    """Two services in one account, region and backend, whose stacks have the same names."""
    folder: Path = tmp_path_factory.mktemp("services")
    first = Stage(cloud, Workspace(folder / "first", cloud.environment)).deploy()
    repository = new_service(folder, "shop", "us-east-1")
    # Its own program runs, in a Python of its own.
    plain = LocalAws(cloud.directory)
    return {"bluegreen": first, "shop": Stage(plain, ServiceWorkspace(repository, plain.environment)).deploy()}


def _switch(stage: Stage, color: str) -> None:
    stage.workspace.configure("router", active_color=color)
    stage.workspace.up("router").check()


def _held(stage: Stage) -> dict[tuple[str, ...], dict[str, Any]]:
    """Everything in AWS that STAGE's states know: inputs by type and id, which for a log stream is one in its group."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    workspace = stage.workspace
    for role in ROLES:
        words = ("stack", "export", "--stack", workspace.stack(role))
        state = json.loads(run_engine(workspace.directory, workspace.environment, *words).check().output)
        for each in state["deployment"]["resources"]:
            if not each["type"].startswith(NOT_IN_AWS):
                found[each["type"], each["id"], each["inputs"].get("logGroupName", "")] = each["inputs"]
    return found


class _Counts:
    """What the balancer sent to the target groups of STAGE alone, from now on, its switches' own requests left out."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._outputs = stage, stage.outputs
        self._before = self._all()

    def now(self) -> Counter[str]:
        return self._all() - self._before

    def _all(self) -> Counter[str]:
        sent = Counter(by_balancer(self._stage.cloud, self._outputs["target_group_arns"]))
        probes, smoke = by_program(self._stage.client("logs"), self._outputs["switch_log"])
        return sent - probes - smoke


def test_nothing_of_one_is_the_others(services: dict[str, Stage]) -> None:
    """No resource is shared, and each says whose it is: by its tag, and by its name where AWS needs a fixed one."""
    held = {name: _held(stage) for name, stage in services.items()}
    assert set(held["bluegreen"]) & set(held["shop"]) == set()
    for name, resources in held.items():
        assert len(resources) > 30
        for (kind, *_), inputs in resources.items():
            if tags := inputs.get("tags"):
                # Those of an auto scaling group are a list.
                own = tags if isinstance(tags, dict) else {each["key"]: each["value"] for each in tags}
                assert own["bluegreen:service"] == name, kind
            if kind in {"aws:ssm/parameter:Parameter", "aws:cloudwatch/logGroup:LogGroup"}:
                assert inputs["name"].startswith(f"/bluegreen/{name}/")


def test_both_switch_under_load_and_lose_nothing(services: dict[str, Stage]) -> None:
    """One after the other, then both at once; no request fails, and the traffic of one never follows the other's."""
    first, shop = services.values()
    counts = [_Counts(stage) for stage in (first, shop)]
    with Load(first.url, 60) as load_of_first, Load(shop.url, 60) as load_of_shop:
        _switch(shop, "green")
        assert (first.weights(), shop.weights()) == ({"blue": 100, "green": 0}, {"blue": 0, "green": 100})
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(_switch, (first, shop), ("green", "blue")))
        assert (first.weights(), shop.weights()) == ({"blue": 0, "green": 100}, {"blue": 100, "green": 0})
        wait_until(lambda: load_of_first.results.last("green", 0).by_start is not None)
    for count, load in zip(counts, (load_of_first, load_of_shop), strict=True):
        assert load.summary()["failures"] == {}
        assert set(by_clients(load)) == {"blue", "green"}
        wait_until(lambda: count.now() == Counter(by_clients(load)))  # noqa: B023  it is asked at once
    for stage in (first, shop):
        stage.assert_clean("router")


def test_each_looks_at_its_own_alone(services: dict[str, Stage]) -> None:
    """What a hand does to one is drift of that one: the other's status, drift and plan say nothing of it."""
    first, shop = services.values()
    before = bluegreen(first, "status", "--json").document
    weights = shop.weights()
    shop.set_weights(blue=50, green=50)
    assert bluegreen(shop, "drift").code == 7
    assert bluegreen(first, "drift").code == 0
    assert bluegreen(first, "plan", "--json").document["level"] == "none"
    assert bluegreen(shop, "plan", "--json").document["level"] == "refused"
    after = bluegreen(first, "status", "--json").document
    assert {**after, "taken": ""} == {**before, "taken": ""}
    assert "50" in bluegreen(shop, "status").out
    shop.set_weights(**weights)
    shop.assert_clean("router")
