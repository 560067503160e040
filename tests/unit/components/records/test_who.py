"""Who runs an update, as the switch log and whoever has to wait are told."""

import getpass
import socket
from unittest import mock

import pytest

from components.records.who import who


def test_a_person_is_named_with_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the engine names the holder of its lock."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert who() == f"{getpass.getuser()}@{socket.gethostname()}"


def test_a_run_in_ci_is_named_with_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The person behind it, and where its log is."""
    given = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTOR": "ada",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "shop/web",
        "GITHUB_RUN_ID": "7",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert who() == "ada (https://github.com/shop/web/actions/runs/7)"


def test_a_user_without_a_name_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container there may be none; no record fails on that."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    with mock.patch("getpass.getuser", side_effect=KeyError):
        assert who().endswith(f"@{socket.gethostname()}")
