"""A switch is done when it is observed: enough answers of the color that gained, as a new client gets them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from components.color import Color, weights
from components.settings.switching import Verify
from components.switch.convergence import ANSWERS, UNREACHABLE_AFTER, Convergence, observe
from components.switch.probe import Answer
from tests.unit.components.scenes import switching
from tests.unit.components.web import closed, green, named, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = weights(Color.BLUE, (Color.GREEN, 10))
BLUE, NAMELESS = named("blue", "1.0.0"), (200, {})


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    """No pause between two probes."""
    with mock.patch("components.switch.convergence.PAUSE", 0.001):
        yield


def _observe(url: str, mode: str = "auto", declared: dict[Color, int] | None = None, timeout: Any = 20) -> Convergence:
    verify = Verify(mode, "/", "x-bluegreen-color", "x-bluegreen-release", timeout)
    facts = switching(declared, url=url, verify=verify)
    return observe(facts, Color.GREEN, time.monotonic(), lambda _: None)


@pytest.mark.parametrize("old", [0, 1, 25])
def test_a_switch_is_observed_once_the_answers_are_its_own(old: int) -> None:
    """However many the old color still answers, ten in a row of the new one prove it."""
    with serve(lambda count: BLUE if count < old else green()) as site:
        seen = _observe(site.url)
    assert (seen.reached, seen.unseen, seen.failed) == (True, None, 0)
    assert seen.probes == len(site.asked) == old + ANSWERS
    assert (seen.last is not None) == (old > 0)
    assert seen.first is not None
    assert seen.answers["green"] == ANSWERS


def test_one_old_answer_starts_the_count_again() -> None:
    """Nodes of the balancer follow one by one: in a row is meant."""
    with serve(lambda count: BLUE if count == ANSWERS - 1 else green()) as site:
        assert _observe(site.url).probes == 2 * ANSWERS


def test_a_share_is_observed_in_all_and_not_in_a_row() -> None:
    """With a canary the other color answers for ever."""
    with serve(lambda count: green() if count % 5 == 0 else BLUE) as site:
        seen = _observe(site.url, declared=CANARY)
    assert seen.reached
    assert seen.probes == 5 * (ANSWERS - 1) + 1


@pytest.mark.parametrize("mode", ["auto", "require"])
def test_a_switch_that_does_not_show_is_not_reached(mode: str) -> None:
    """The old color answers to the end of the time."""
    with serve(BLUE) as site:
        seen = _observe(site.url, mode, timeout=0.3)
    assert (seen.reached, seen.unseen, seen.first) == (False, None, None)
    assert seen.last is not None
    assert "green answered never, blue last after" in seen.describe(Color.GREEN)


def test_failed_probes_are_counted() -> None:
    """Errors of the balancer too; those of the application that are no server's fault are not."""
    replies = [named("blue", status=502), (503, {}), named("blue", status=404), BLUE]
    with serve(lambda count: replies[count] if count < len(replies) else green()) as site:
        seen = _observe(site.url)
    assert (seen.reached, seen.failed) == (True, 2)


@pytest.mark.parametrize(("mode", "reached"), [("auto", True), ("require", False)])
def test_a_url_out_of_reach_fails_only_where_it_is_required(mode: str, reached: bool) -> None:  # noqa: FBT001
    """By default not being able to look is no failure, and is said."""
    seen = _observe(closed(), mode, timeout=20 if reached else 0.3)
    assert seen.reached is reached
    if reached:
        assert seen.probes == UNREACHABLE_AFTER
        assert "can't be reached from here" in seen.describe(Color.GREEN)


@pytest.mark.parametrize(("mode", "reached"), [("auto", True), ("require", False)])
def test_answers_without_a_name_fail_only_where_it_is_required(mode: str, reached: bool) -> None:  # noqa: FBT001
    """An application that does not say its color can't be observed."""
    with serve(NAMELESS) as site:
        seen = _observe(site.url, mode, timeout=20 if reached else 0.3)
    assert seen.reached is reached
    if reached:
        assert "has the header x-bluegreen-color" in seen.describe(Color.GREEN)


@pytest.mark.parametrize("mode", ["auto", "require"])
@pytest.mark.parametrize("status", [502, 503, 504])
def test_what_the_balancer_answers_for_a_dead_color_is_no_answer_without_a_name(mode: str, status: int) -> None:
    """It never has the header, whatever the application would say."""
    with serve((status, {})) as site:
        seen = _observe(site.url, mode, timeout=0.1)
    assert (seen.reached, seen.unseen) == (False, None)
    assert seen.failed == seen.probes == len(site.asked)


def test_an_error_among_answers_without_a_name_changes_nothing() -> None:
    """An application that does not say its color may fail once, as any may."""
    with serve(lambda number: (502, {}) if number == 0 else NAMELESS) as site:
        seen = _observe(site.url, "auto", timeout=20)
    assert seen.reached
    assert "has the header x-bluegreen-color" in seen.describe(Color.GREEN)


def test_a_url_that_hangs_is_not_out_of_reach() -> None:
    """Somebody took the connection, so that it can be looked at from here."""
    hanging = Answer(0, {}, time.monotonic(), "timed out", connected=True)
    with mock.patch("components.switch.convergence.ask", return_value=hanging):
        seen = _observe(closed(), timeout=0.1)
    assert (seen.reached, seen.unseen) == (False, None)


def test_a_url_that_answers_later_is_observed() -> None:
    """Two probes that reach nobody are not yet a verdict."""
    with serve(lambda count: NAMELESS if count < UNREACHABLE_AFTER - 1 else green()) as site:
        seen = _observe(site.url)
    assert (seen.reached, seen.unseen) == (True, None)
