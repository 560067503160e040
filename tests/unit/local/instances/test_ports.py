"""No port is handed out twice, and none that somebody holds."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from local.instances.ports import Ports

FIRST = 19100


def test_each_port_once_from_many_threads() -> None:
    """Two instances never get the same port."""
    ports = Ports()
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: ports.take(), range(64)))
    assert len(set(taken)) == 64


def test_a_port_in_use_is_passed_over() -> None:
    """What another program listens on is not handed out, nor what the caller avoids."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        used: int = other.getsockname()[1]
        ports = Ports(used, used + 1)
        with pytest.raises(OSError, match="no free port"):
            ports.take(avoid=[used + 1])


def test_a_port_given_back_comes_again() -> None:
    """When all others were handed out."""
    ports = Ports(FIRST, FIRST)
    assert ports.take() == FIRST
    with pytest.raises(OSError, match="no free port from 19100 to 19100"):
        ports.take()
    ports.give_back(FIRST)
    assert ports.take() == FIRST
