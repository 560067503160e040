"""Fixtures of the components' tests."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import settings

from tests.unit.components.fake_aws import FakeAws

if TYPE_CHECKING:
    from collections.abc import Iterator

# How long an example takes says nothing about a law, and much about what else the machine does.
settings.register_profile("bluegreen", deadline=None)
settings.load_profile("bluegreen")


@pytest.fixture
def aws() -> Iterator[FakeAws]:
    """An AWS that only this test knows; whatever a component asks, it asks there."""
    fake = FakeAws()
    with mock.patch("components.cloud._configured", side_effect=fake.client):
        yield fake
