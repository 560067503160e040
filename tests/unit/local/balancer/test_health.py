"""Health, drain and effect: state machines under a clock of the test's own."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.balancer.checks import HealthChecks
from local.balancer.drain import Drain
from local.balancer.effect import Effect
from local.balancer.health import NO_ANSWER, TIMED_OUT, Health, TargetHealth, matches, mismatch
from local.balancer.snapshot import Address, HealthCheck, Listener, Target, TargetGroup

CHECK = HealthCheck(interval=5, healthy_threshold=3, unhealthy_threshold=2)
AT = ("127.0.0.1", 1)
LISTENER = Listener("arn", "alb", 80, [], [])


def target_group(*targets: str, delay: int = 30) -> TargetGroup:
    """Make a group."""
    known = {f"{name}:8080": Target(name, 8080, AT) for name in targets}
    return TargetGroup("blue", CHECK, {"deregistration_delay.timeout_seconds": str(delay)}, known)


def test_one_passed_check_makes_a_new_target_healthy() -> None:
    """A new target is initial, and healthy after one passed probe, whatever the threshold."""
    target = TargetHealth()
    assert target.health.reason == "Elb.InitialHealthChecking"
    target.passed(CHECK)
    assert target.health == Health("healthy")


def test_thresholds_count_in_a_row() -> None:
    """A healthy target falls after two failures in a row, an unhealthy one recovers after three passes."""
    target = TargetHealth()
    target.passed(CHECK)
    target.failed(TIMED_OUT, CHECK)
    target.passed(CHECK)
    target.failed(TIMED_OUT, CHECK)
    assert target.health.state == "healthy"
    target.failed(mismatch(503), CHECK)
    assert target.health == Health(
        "unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [503]"
    )
    target.passed(CHECK)
    target.passed(CHECK)
    assert target.health.state == "unhealthy"
    target.passed(CHECK)
    assert target.health.state == "healthy"


def test_an_unhealthy_target_names_its_latest_reason() -> None:
    """The reason of an unhealthy target is that of its last failure."""
    target = TargetHealth()
    for why in (TIMED_OUT, TIMED_OUT, NO_ANSWER):
        target.failed(why, CHECK)
    assert target.health.reason == "Target.FailedHealthChecks"


@given(st.lists(st.booleans()))
def test_no_target_is_healthy_without_a_passed_check(results: list[bool]) -> None:
    """Healthy needs a pass, unhealthy as many failures in a row as the threshold says."""
    target = TargetHealth()
    for passed in results:
        before = target.health.state
        if passed:
            target.passed(CHECK)
        else:
            target.failed(TIMED_OUT, CHECK)
        if target.health.state != before:
            assert (target.health.state == "healthy") == passed


@pytest.mark.parametrize(
    ("matcher", "status", "matched"),
    [
        ("200", 200, True),
        ("200", 204, False),
        ("200-299", 299, True),
        ("200,204", 204, True),
        ("200, 301-302", 303, False),
    ],
)
def test_matcher(matcher: str, status: int, matched: bool) -> None:  # noqa: FBT001
    """A matcher is one code, a list, a range, or a list of both."""
    assert matches(matcher, status) is matched


def test_probes_come_at_once_and_then_each_interval() -> None:
    """The first probe comes with registration, the next ones an interval apart; none without a reference."""

    async def scenario() -> None:
        probed: list[Address | None] = []
        slept: list[float] = []
        ticks = asyncio.Semaphore(0)

        async def probe(address: Address | None, check: HealthCheck) -> Health | None:
            assert check == CHECK
            probed.append(address)

        async def sleep(seconds: float) -> None:
            slept.append(seconds)
            await ticks.acquire()

        checks = HealthChecks(probe, sleep)
        groups = {"blue": target_group("i-1")}
        checks.see(groups, referenced=())
        await asyncio.sleep(0)
        assert (probed, checks.health("blue", "i-1:8080").reason) == ([], "Target.NotInUse")
        checks.see(groups, referenced=("blue",))
        assert checks.health("blue", "i-1:8080").state == "initial"
        for _ in range(3):
            checks.see(groups, referenced=("blue",))
            await asyncio.sleep(0)
        assert (len(probed), slept) == (1, [5])
        assert checks.health("blue", "i-1:8080").state == "healthy"
        ticks.release()
        for _ in range(3):
            await asyncio.sleep(0)
        assert len(probed) == 2
        await checks.stop()

    asyncio.run(scenario())


def test_a_target_drains_until_its_last_request_ended() -> None:
    """A target that vanishes is draining while requests are open, and ends with the last one."""
    open_requests = 2
    drain = Drain(lambda _group, _target: open_requests)
    assert drain.see({"blue": target_group("i-1")}, 0) == []
    assert drain.see({"blue": target_group()}, 1) == []
    assert list(drain.draining()) == [("blue", "i-1:8080")]
    open_requests = 0
    assert [target.id for target in drain.see({"blue": target_group()}, 2)] == ["i-1"]
    assert list(drain.draining()) == []


def test_a_drain_ends_with_the_deregistration_delay() -> None:
    """Requests that never end do not hold a target longer than the delay."""
    drain = Drain(lambda _group, _target: 1)
    drain.see({"blue": target_group("i-1", delay=30)}, 0)
    drain.see({"blue": target_group(delay=30)}, 10)
    assert drain.see({"blue": target_group(delay=30)}, 39) == []
    assert len(drain.see({"blue": target_group(delay=30)}, 40)) == 1


def test_a_target_registered_again_drains_no_more() -> None:
    """Registration ends a drain."""
    drain = Drain(lambda _group, _target: 1)
    for groups in (target_group("i-1"), target_group(), target_group("i-1")):
        drain.see({"blue": groups}, 0)
    assert list(drain.draining()) == []


def test_a_change_takes_effect_after_the_delay_and_a_new_listener_at_once() -> None:
    """A new listener acts at once; a change waits for its delay, which later looks do not prolong."""
    effect = Effect()
    changed = replace(LISTENER, default_actions=[{"Type": "fixed-response"}])
    effect.see({"arn": LISTENER}, now=0, delay=0.5)
    assert effect.listener("arn", 0) == LISTENER
    for now in (1.0, 1.2, 1.4):
        effect.see({"arn": changed}, now=now, delay=0.5)
        assert effect.listener("arn", now) == LISTENER
    assert effect.listener("arn", 1.5) == changed
    effect.see({}, now=2, delay=0.5)
    assert effect.listener("arn", 2) is None


def test_changes_keep_their_order() -> None:
    """A change and its undoing within the delay both take effect, one after the other."""
    effect = Effect()
    changed = replace(LISTENER, port=81)
    for now, listener in ((0.0, LISTENER), (1.0, changed), (1.2, LISTENER)):
        effect.see({"arn": listener}, now=now, delay=0.5)
    assert [effect.listener("arn", now) for now in (1.4, 1.6, 1.8)] == [LISTENER, changed, LISTENER]
