"""The sample release tells who answered, keeps connections, obeys its faults and stops gracefully."""

from __future__ import annotations

import ast
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Release

    Start = Callable[..., Release]

APP = Path(__file__).parents[3] / "app" / "app.py"


@pytest.mark.parametrize("path", ["/", "/any/path?q=1", "/health", "/ready"])
def test_every_answer_names_color_release_and_instance(release: Start, path: str) -> None:
    """The headers stand on ordinary and on health answers."""
    connection = release().wait_until_serving().connect()
    connection.request("GET", path)
    answer = connection.getresponse()
    named = [answer.headers[f"x-bluegreen-{name}"] for name in ("color", "release", "instance")]
    assert named == ["blue", "1.0.0", "i-1"]
    assert len(answer.read()) == int(answer.headers["Content-Length"])


def test_the_body_says_the_same_as_the_headers(release: Start) -> None:
    """The body of an ordinary answer names color, release, instance and path."""
    expected = {"color": "blue", "release": "1.0.0", "instance": "i-1", "path": "/a/b"}
    assert release().wait_until_serving().get("/a/b?secret=1") == (200, expected)


def test_one_connection_carries_many_requests_whatever_their_bodies(release: Start) -> None:
    """Bodies are read fully, so that the next request on the connection is understood."""
    app = release().wait_until_serving()
    connection = app.connect()
    connection.connect()
    first = connection.sock
    sent: list[tuple[str, Any, dict[str, str]]] = [
        ("POST", b"x" * 200_000, {}),
        ("PUT", iter([b"chunk", b"of" * 9000]), {"Transfer-Encoding": "chunked"}),
        ("HEAD", None, {}),
        ("GET", None, {}),
    ]
    for method, body, headers in sent:
        connection.request(method, "/", body, headers, encode_chunked=bool(headers))
        answer = connection.getresponse()
        assert (answer.status, bool(answer.read())) == (200, method != "HEAD")
    assert connection.sock is first
    assert [line["method"] for line in app.stop()[1]] == ["POST", "PUT", "HEAD", "GET"]


def test_only_ordinary_requests_are_counted(release: Start) -> None:
    """Probes leave no line in the access log."""
    app = release().wait_until_serving()
    for path in ("/health", "/ready", "/counted?x=1"):
        app.get(path)
    _, lines = app.stop()
    assert [(line["path"], line["status"], line["color"], line["release"]) for line in lines] == [
        ("/counted", 200, "blue", "1.0.0")
    ]
    assert set(lines[0]) == {"time", "method", "path", "status", "color", "release", "seconds"}


def test_a_client_that_went_away_is_marked(release: Start) -> None:
    """An answer that nobody waited for is not counted as delivered."""
    app = release().wait_until_serving()
    with socket.create_connection(("127.0.0.1", app.port)) as client:
        client.sendall(b"GET /gone?delay=0.2 HTTP/1.1\r\nHost: x\r\n\r\n")
    time.sleep(0.3)
    assert app.stop()[1][0]["aborted"] is True


def test_sigterm_finishes_what_is_in_flight(release: Start) -> None:
    """Requests in flight are answered, idle connections do not hold it up, the port closes, the status is 0."""
    app = release().wait_until_serving()
    idle = app.connect()
    idle.request("GET", "/")
    idle.getresponse().read()
    answers: list[Any] = []
    slow = threading.Thread(target=lambda: answers.append(app.get("/?delay=0.6")))
    slow.start()
    time.sleep(0.2)
    status, lines = app.stop()
    slow.join()
    assert (status, answers[0][0], len(lines)) == (0, 200, 2)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", app.port))


def test_health_stays_good_while_stopping(release: Start) -> None:
    """A probe that is under way when SIGTERM comes sees 200, since the others shall finish."""
    app = release().wait_until_serving()
    with socket.create_connection(("127.0.0.1", app.port)) as probe:
        probe.sendall(b"POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n")
        time.sleep(0.1)
        app.process.terminate()
        time.sleep(0.2)
        probe.sendall(b"x")
        assert probe.recv(999).startswith(b"HTTP/1.1 200 OK\r\n")
    assert app.stop()[0] == 0


@pytest.mark.parametrize("path", ["/?delay=x", "/?delay=-1", "/?delay=nan"])
def test_a_delay_that_is_no_number_is_a_bad_request(release: Start, path: str) -> None:
    """It answers 400 instead of guessing."""
    assert release().wait_until_serving().get(path)[0] == 400


def test_faults(release: Start) -> None:
    """Each fault does what it says, the first three without touching the others' paths."""
    app = release(FAULT_HEALTH="fail", FAULT_ERROR_RATE="0.2", FAULT_LATENCY="0.05").wait_until_serving()
    started = time.monotonic()
    assert app.get("/health") == (503, {"status": "failing"})
    assert time.monotonic() - started < 0.05
    statuses = [app.get("/")[0] for _ in range(10)]
    assert time.monotonic() - started >= 0.5
    assert (statuses.count(500), statuses.count(200)) == (2, 8)


def test_a_slow_start_binds_late_and_can_be_stopped(release: Start) -> None:
    """Nothing listens before the time is over, and SIGTERM ends the wait."""
    app = release(FAULT_SLOW_START="60").wait_until_stoppable()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", app.port))
    assert app.stop() == (0, [])


def test_readiness_names_what_fails(release: Start) -> None:
    """A dependency is up when it accepts connections or, as a URL, answers below 400."""
    up = release().wait_until_serving()
    sick = release(FAULT_HEALTH="fail").wait_until_serving()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        listed = {
            "tcp": f"127.0.0.1:{up.port}",
            "web": f"http://127.0.0.1:{up.port}/health?deep=no",
            "sick": f"http://127.0.0.1:{sick.port}/health",
            "closed": f"127.0.0.1:{unused.getsockname()[1]}",
        }
        app = release(APP_DEPENDENCIES=",".join(f"{name}={target}" for name, target in listed.items()))
        status, body = app.wait_until_serving().get("/ready")
    assert (status, body["dependencies"], body["failing"]) == (503, list(listed), ["sick", "closed"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APP_COLOR", ""),
        ("APP_RELEASE", "1\r\nX: y"),
        ("APP_PORT", "65536"),
        ("APP_PORT", "0"),
        ("APP_DEPENDENCIES", "db"),
        ("FAULT_HEALTH", "maybe"),
        ("FAULT_ERROR_RATE", "1.2"),
        ("FAULT_LATENCY", "nan"),
        ("FAULT_SLOW_START", "-1"),
    ],
)
def test_a_bad_value_is_one_line_and_status_2(release: Start, name: str, value: str) -> None:
    """The line names the variable and what is expected; there is no traceback."""
    process = release(**{name: value}).process
    _, error = process.communicate(timeout=10)
    assert process.returncode == 2
    assert error.startswith(f"app: {name} is {value!r}; expected ")
    assert error.count("\n") == 1


def test_it_is_python_3_9_of_the_standard_library() -> None:
    """Amazon Linux 2023 has 3.9, and no package is installed there."""
    tree = ast.parse(APP.read_text(), feature_version=(3, 9))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names
