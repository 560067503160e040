"""The rules, one file per noun: pure functions over resources, which know neither the engine nor the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .both_colors import BOTH_COLORS
from .ignored_changes import NO_IGNORED_CHANGES
from .log_retention import LOG_RETENTION
from .metadata_service import METADATA_TOKENS
from .protection import PROTECTED
from .public_address import NO_PUBLIC_ADDRESS
from .security_group import CLOSED_SECURITY_GROUPS
from .stickiness import STICKINESS
from .tags import TAGGED
from .target_group_name import NO_FIXED_NAME
from .volume import ENCRYPTED_VOLUMES
from .weights import WEIGHTS

if TYPE_CHECKING:
    from .rule import Rule

RULES: tuple[Rule, ...] = (
    NO_IGNORED_CHANGES,
    BOTH_COLORS,
    WEIGHTS,
    STICKINESS,
    NO_FIXED_NAME,
    PROTECTED,
    METADATA_TOKENS,
    ENCRYPTED_VOLUMES,
    NO_PUBLIC_ADDRESS,
    CLOSED_SECURITY_GROUPS,
    LOG_RETENTION,
    TAGGED,
)
"""All of them, in the order of the documentation: first what a switch relies on."""
