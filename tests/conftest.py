"""What tests of more than one tier need."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from local.workspace import Workspace
from tests.stage import PACE, Stage, quick_aws

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.client import LocalAws


# Who is started in the background ignores Ctrl-C, and hands that on to all that it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is slow, which says nothing about the code; what hangs is ended by pytest's own timeout.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """One local AWS for all tests that only need a set of stacks of their own on it."""
    with quick_aws(tmp_path_factory.mktemp("cloud"), **PACE) as running:
        yield running


@pytest.fixture(scope="module")
def stage(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Stage:
    """A deployed set of three stacks, named after the module that tests it."""
    prefix = request.module.__name__.rpartition("test_")[2].replace("_", "-")
    workspace = Workspace(tmp_path_factory.mktemp("stacks"), cloud.environment, f"{prefix}-")
    return Stage(cloud, workspace).deploy()
