"""Patches are written against one version of moto, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from moto.elbv2.models import ELBv2Backend, FakeTargetGroup

from local.cloud import patches, patching

if TYPE_CHECKING:
    from local.cloud.cloud import Cloud


def test_undo_gives_moto_back(cloud: Cloud) -> None:
    """Every method is moto's own again, also one that two patches share."""
    before = (ELBv2Backend.modify_listener, FakeTargetGroup.register, "load_balancer_arns" in vars(FakeTargetGroup))
    installed = patches.install(cloud)
    assert before[0] is not ELBv2Backend.modify_listener
    installed.undo()
    after = (ELBv2Backend.modify_listener, FakeTargetGroup.register, "load_balancer_arns" in vars(FakeTargetGroup))
    assert after == before


def test_another_moto_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody gets half-fitting patches without being told."""
    monkeypatch.setattr(patching, "SEEN_IN", "0.0.1")
    with pytest.raises(patching.MotoVersionError, match=r"0\.0\.1"):
        patching.Patching()
