"""Fixtures of the command line's tests."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING
from unittest import mock

import pytest
import yaml

from components import cloud
from tests.unit.components.fake_aws import FakeAws
from tests.unit.ops.fake_engine import FakeEngine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _provider(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    """What a test lets AWS be asked with ends with it."""
    monkeypatch.setattr(cloud.PROVIDER, "setting", cloud.PROVIDER.setting)


@pytest.fixture(autouse=True)
def _terminal() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    """Whoever runs the tests with nohup did not mean it for the commands."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def aws() -> Iterator[FakeAws]:
    """An AWS that only this test knows."""
    fake = FakeAws()
    with mock.patch("components.cloud._configured", side_effect=fake.client):
        yield fake


@pytest.fixture
def engine() -> FakeEngine:
    """Three deployed stacks."""
    return FakeEngine()


@pytest.fixture
def project(tmp_path: Path, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder in which every verb meets this test's engine."""
    (tmp_path / "Pulumi.yaml").write_text("name: bluegreen\nruntime: python\n")
    monkeypatch.chdir(tmp_path)
    engine.folder = tmp_path
    for stack, settings in engine.settings.items():
        engine.file(stack).write_text(yaml.safe_dump({"config": settings}))
    for place in (
        "verbs.status",
        "verbs.history",
        "verbs.drift",
        "verbs.plan",
        "verbs.parity",
        "verbs.check",
        "verbs.watch",
        "changing",
        "github.sets",
    ):
        monkeypatch.setattr(f"ops.{place}.Engine", lambda _folder: engine)
    return tmp_path
