"""Amazon's own IAM policies stand where they are asked for.

moto makes one IAM per partition of AWS when the first call comes in (China's, the government's, ...), each with its own
copy of some 1600 policies: seconds and memory for nothing. AWS: IAM guide, "AWS managed policies".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from moto.iam.models import IAMBackend, ManagedPolicy

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

COMMERCIAL = "aws"


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Load the policies for the commercial partition only."""

    @patching.around(IAMBackend, "_init_aws_policies")
    def _init(original: Callable[..., list[ManagedPolicy]], self: IAMBackend) -> list[ManagedPolicy]:
        return original() if self.partition == COMMERCIAL else []
