"""What the cloud keeps of the balancer's reports, whatever happens to them on the way."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from local.balancer.metrics import Metrics
from local.cloud.metrics.store import KEPT_SECONDS, MetricStore

PATHS = [("loadbalancer/app/main/1", f"targetgroup/{name}/1") for name in ("blue", "green")]
BEGIN = 1_000_000.0

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("request"), st.sampled_from(PATHS)),
        st.tuples(st.just("pass"), st.floats(0.01, 3)),
        st.tuples(st.sampled_from(["heard", "lost", "unheard", "late"]), st.none()),
    ),
    max_size=60,
)
"""Requests, time, and exchanges: one that works, and those whose report or answer gets lost, or that are overtaken."""


class Wire:
    """A balancer's metrics, the cloud's store, and exchanges between them that go well or don't."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.now = BEGIN
        self.requests: dict[tuple[str, int], int] = {}
        self.metrics = Metrics(lambda: self.now)
        self.store = MetricStore()
        self._late: dict[str, Any] | None = None

    def step(self, kind: str, what: Any) -> None:
        """Do one of STEPS."""
        match kind:
            case "request":
                self.metrics.chosen(what)
                key = (what[1], int(self.now))
                self.requests[key] = self.requests.get(key, 0) + 1
            case "pass":
                self.now += what
            case _:
                self._exchange(kind)

    def _exchange(self, kind: str) -> None:
        report = self.metrics.report()
        sent = json.loads(json.dumps(report))
        if kind == "late":
            self._late = sent
        if kind in ("heard", "unheard"):
            self.store.take(sent)
        if kind == "heard":
            self.metrics.delivered(report)
            if self._late is not None:
                self.store.take(self._late)

    def kept(self) -> dict[tuple[str, int], int]:
        """Requests by target group and second, as published."""
        return {
            (path[1], second): values.count
            for path in PATHS
            for second, values in self.store.published("RequestCount", (path[0].partition("/")[2], path[1]), 1)
        }


@given(STEPS)
def test_every_request_is_counted_once(steps: list[tuple[str, Any]]) -> None:
    """In its second and group, however many exchanges fail, on whichever half of their way."""
    wire = Wire()
    for kind, what in steps:
        wire.step(kind, what)
    wire.step("pass", 1.0)
    for _ in range(4):
        wire.step("heard", None)
    assert wire.kept() == wire.requests


def test_an_hour_is_kept() -> None:
    """What is older goes, also when nothing new comes; a bucket that has lost a part is not shown."""
    wire = Wire()
    for _ in range(2):
        wire.step("request", PATHS[0])
        wire.step("pass", 1.0)
    wire.step("heard", None)
    assert len(wire.kept()) == 2
    wire.step("pass", float(KEPT_SECONDS - 1))
    wire.step("heard", None)
    assert [second for _, second in wire.kept()] == [BEGIN + 1]
    source = ("app/main/1", PATHS[0][1])
    assert list(wire.store.published("RequestCount", source, 20)) == []
    wire.step("pass", 1.0)
    wire.step("heard", None)
    wire.step("pass", 1.0)
    wire.step("heard", None)
    assert wire.kept() == {}
