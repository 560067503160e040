"""A steady look at what clients get."""

from __future__ import annotations

import threading

from ops.probing import Probing, failed
from tests.unit.components.web import Reply, green, serve


def test_each_look_is_a_client_that_never_came_before() -> None:
    """Its own connection each time, until the block ends; only what the service failed at is a failure."""
    third = threading.Event()

    def answer(number: int) -> Reply:
        if number >= 2:
            third.set()
        return green(status=(200, 503, 404)[number % 3])

    with serve(answer) as site, Probing(site.url, every=0.01) as probing:
        assert third.wait(10)
    asked = len(site.asked)
    assert len({each.port for each in site.asked}) == asked == len(probing.answers)
    assert [failed(each) for each in probing.answers[:3]] == [False, True, False]


def test_nobody_there_is_a_failure_too() -> None:
    """And the block ends nevertheless."""
    with serve(green()) as site:
        pass
    with Probing(site.url, every=0.01) as probing:
        pass
    assert [failed(each) for each in probing.answers[:1]] == [True]
