"""Fixtures of the components' tests."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest

from tests.unit.components.fake_aws import FakeAws

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def aws() -> Iterator[FakeAws]:
    """An AWS that only this test knows; whatever a component asks, it asks there."""
    fake = FakeAws()
    with mock.patch("components.cloud._configured", side_effect=fake.client):
        yield fake
