"""What must differ between a script on an instance and the same script in a sandbox: paths, ports, metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOTS = ("opt", "etc", "var", "run", "usr/local")
"""Folders that user data writes to. All others (/usr/bin, /dev, /proc) stay this machine's own."""

METADATA = "http://169.254.169.254"
"""EC2 user guide, "Access instance metadata for an EC2 instance"."""

_PATH = rf"(?<![\w./~*?\\$}}\])-])/(?:{'|'.join(ROOTS)})(?![\w.-])"


@dataclass(frozen=True)
class Remap:
    """FOLDER takes the place of /, PORTS maps an instance's ports to local ones, METADATA_URL is this instance's."""

    folder: str
    ports: Mapping[int, int]
    metadata_url: str

    def apply(self, text: str) -> str:
        """TEXT with these three replaced and nothing else; applied twice, it does no more than once."""
        return self._pattern().sub(self._replacement, text)

    def _pattern(self) -> re.Pattern[str]:
        # What has been remapped comes first, so that one pass steps over it.
        parts = [
            rf"(?P<done>{re.escape(self.folder)}(?![\w.-])|{re.escape(self.metadata_url)}(?![\w.-]))",
            rf"(?P<metadata>{re.escape(METADATA)}(?![\w.:-]))",
            rf"(?P<path>{_PATH})",
        ]
        if self.ports:
            numbers = "|".join(str(port) for port in sorted(self.ports, reverse=True))
            parts.append(rf"(?P<port>(?<![\w.-])(?:{numbers})(?!\w|\.\d))")
        return re.compile("|".join(parts))

    def _replacement(self, match: re.Match[str]) -> str:
        if match["done"]:
            return match["done"]
        if match["metadata"]:
            return self.metadata_url
        if match["path"]:
            return self.folder + match["path"]
        return str(self.ports[int(match[0])])
