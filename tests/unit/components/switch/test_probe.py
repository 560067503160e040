"""A probe is a client that never came before: one fresh connection, one answer, nothing followed or repeated."""

from __future__ import annotations

import socket
import time

import pytest

from components.switch.probe import ask
from tests.unit.components.web import Reply, closed, green, serve


def test_each_probe_is_a_connection_of_its_own() -> None:
    """A kept connection would go on to the balancer's old node, or to the old color."""
    with serve(green()) as site:
        for _ in range(3):
            ask(site.url + "/")
    assert len({asked.port for asked in site.asked}) == 3
    assert all(asked.headers["connection"] == "close" for asked in site.asked)


def test_an_answer_has_its_status_and_headers() -> None:
    """Header names in any case; what is not sent is None."""
    with serve(green()) as site:
        answer = ask(site.url + "/ready", {"x-bluegreen": "green"})
    assert (answer.status, answer.good, answer.failure) == (200, True, "")
    assert answer.header("x-bluegreen-color") == answer.header("X-BLUEGREEN-COLOR") == "green"
    assert answer.header("x-other") is None
    assert site.asked[0].path == "/ready"
    assert site.asked[0].headers["x-bluegreen"] == "green"


@pytest.mark.parametrize(("status", "good"), [(200, True), (204, True), (302, False), (404, False), (503, False)])
def test_only_2xx_is_good_and_nothing_is_followed_or_repeated(status: int, good: bool) -> None:  # noqa: FBT001
    """A redirect is an answer, and so is an error."""
    with serve((status, {"Location": "/elsewhere"})) as site:
        answer = ask(site.url + "/")
    assert (answer.status, answer.good) == (status, good)
    assert len(site.asked) == 1


def test_a_closed_port_is_an_answer_that_says_why() -> None:
    """No exception, no status; its header is None."""
    answer = ask(closed())
    assert (answer.status, answer.good) == (0, False)
    assert "refused" in answer.failure
    assert answer.header("x-bluegreen-color") is None


def test_who_takes_the_connection_is_reached() -> None:
    """Also where no answer follows; at a closed port nobody takes it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        hanging = ask(f"http://127.0.0.1:{server.getsockname()[1]}/", timeout=0.05)
    assert hanging.failure
    assert hanging.connected
    assert not ask(closed()).connected


def test_a_server_that_is_silent_is_not_waited_for() -> None:
    """The time limit holds for the answer too."""

    def silent(_asked: int) -> Reply:
        time.sleep(0.3)
        return green()

    with serve(silent) as site:
        answer = ask(site.url, timeout=0.1)
    assert answer.status == 0
    assert answer.failure
