"""Names of resources that the program leaves unnamed: logical name, a dash, seven hex digits."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from pulumi.runtime.proto import provider_pb2

from local.providers.errors import ProviderError
from local.providers.values import DEFAULTS, Properties

if TYPE_CHECKING:
    from local.providers.resource import AutoName

SUFFIX_LENGTH = 7

_Modes = provider_pb2.CheckRequest.AutonamingOptions


def auto_name(rule: AutoName, request: provider_pb2.CheckRequest, olds: Properties) -> str:
    """Return the name for REQUEST's resource: the one it has, else a new one from the engine's seed."""
    kept = olds.get(rule.property)
    if isinstance(kept, str) and rule.property in (olds.get(DEFAULTS) or []):
        return kept
    if request.HasField("autonaming"):
        if request.autonaming.mode == _Modes.DISABLE:
            raise ProviderError(f"automatic naming is disabled: set `{rule.property}`")
        if request.autonaming.proposed_name:
            return request.autonaming.proposed_name
    logical = request.urn.split("::")[-1]
    if len(logical) + 1 + SUFFIX_LENGTH > rule.maximum:
        raise ProviderError(
            f"the name '{logical}-' plus {SUFFIX_LENGTH} random characters is longer than AWS' {rule.maximum}: "
            f"choose a logical name of at most {rule.maximum - 1 - SUFFIX_LENGTH} characters"
        )
    return f"{logical}-{_suffix(request.randomSeed)}"


def _suffix(seed: bytes) -> str:
    return hashlib.sha256(seed).hexdigest()[:SUFFIX_LENGTH] if seed else secrets.token_hex(4)[:SUFFIX_LENGTH]
