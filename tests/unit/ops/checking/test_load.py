"""The load of a check against servers that count."""

from __future__ import annotations

import resource
import socket
import threading
from collections import Counter
from typing import TYPE_CHECKING

from components.color import Color
from ops.checking.load import OTHER_FILES, Aim, send
from ops.checking.numbers import Expected
from ops.checking.plan import Plan
from tests.unit.components.web import Asked, Reply, closed, named, serve_each

if TYPE_CHECKING:
    import pytest

RATE = 200


def _aim(url: str, color: Color) -> Aim:
    expected = Expected(color, None, "x-bluegreen-color", "x-bluegreen-release")
    return Aim(url, {"x-bluegreen": color.value}, expected)


def _named(_count: int, asked: Asked) -> Reply:
    return named(asked.headers["x-bluegreen"])


def test_both_colors_get_the_same_load_in_turns_over_kept_connections() -> None:
    """So many requests to each, by the header that leads there, and far fewer connections than requests."""
    with serve_each(_named) as site:
        aims = [_aim(f"{site.url}/a?b=c", color) for color in Color]
        took = send(Plan(100, RATE), aims, lambda _sent: None)
    assert Counter(asked.headers["x-bluegreen"] for asked in site.asked) == {"blue": 100, "green": 100}
    assert {asked.path for asked in site.asked} == {"/a?b=c"}
    assert took >= 99 / RATE
    assert len({asked.port for asked in site.asked}) < 100
    first = [asked.headers["x-bluegreen"] for asked in site.asked[:100]]
    assert 30 <= first.count("blue") <= 70
    assert [aim.tally.numbers().good for aim in aims] == [100, 100]


def test_what_fails_is_counted_by_kind() -> None:
    """A server error, another color, and nobody there."""

    def answer(count: int, asked: Asked) -> Reply:
        status = 500 if count % 5 == 4 else 200
        return named("blue" if asked.path == "/other" else "green", status=status)

    told = list[int]()
    with serve_each(answer) as site:
        faulty, other = _aim(f"{site.url}/", Color.GREEN), _aim(f"{site.url}/other", Color.GREEN)
        send(Plan(50, RATE), [faulty], told.append)
        site.asked.clear()
        send(Plan(4, RATE), [other], told.append)
    gone = _aim(closed(), Color.GREEN)
    send(Plan(3, RATE), [gone], told.append)
    assert faulty.tally.numbers().failures == {"status 500": 10}
    assert other.tally.numbers().failures == {"answered by blue": 4}
    assert gone.tally.numbers().failures == {"connect": 3}
    assert told == [0, 0, 0]


def test_few_open_files_are_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests wait for a connection: what this machine lacks must not stand against the color."""
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (OTHER_FILES + 4, OTHER_FILES + 4))
    together, most, lock = set[int](), list[int](), threading.Lock()

    def answer(count: int, asked: Asked) -> Reply:
        with lock:
            together.add(count)
            most.append(len(together))
        threading.Event().wait(0.05)
        with lock:
            together.discard(count)
        return _named(count, asked)

    with serve_each(answer) as site:
        aim = _aim(site.url, Color.GREEN)
        send(Plan(20, RATE), [aim], lambda _sent: None)
    assert aim.tally.numbers().good == 20
    assert max(most) <= 2


def test_what_is_lost_is_not_sent_again() -> None:
    """A kept connection that ends before an answer is a failure, however willingly a client would try once more."""
    asked = Counter[str]()

    def end_after_one(server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                for reply in (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b""):
                    if b"GET" in connection.recv(4096):
                        asked["requests"] += 1
                        connection.sendall(reply)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=end_after_one, args=(server,))
        thread.start()
        aim = _aim(f"http://127.0.0.1:{server.getsockname()[1]}/", Color.GREEN)
        # Slow enough that each answer is there before the next request, which then takes the kept connection.
        send(Plan(6, 5), [aim], lambda _sent: None)
        server.shutdown(socket.SHUT_RDWR)
    thread.join()
    assert aim.tally.numbers().requests == 6
    assert aim.tally.numbers().failures["reset"]
    assert asked["requests"] <= 6
