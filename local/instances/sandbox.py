"""The folder that takes the place of an instance's root, and what its processes find in their environment."""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from local.instances import processes, systemctl

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDERS = ("bin", "root", "tmp", "run", "opt", "etc/systemd/system", "var/log", "usr/local/bin")
MARKER = "LOCAL_INSTANCE"
"""Names the sandbox folder in the environment of all its processes."""

_SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
_OWN_KEYS = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"}


class Sandbox:
    """One instance's folder."""

    def __init__(self, folder: Path) -> None:
        """Make FOLDER, which must not exist."""
        folder.mkdir(parents=True)
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.console = folder / "console.log"
        self.journal = folder / "journal.log"
        self.console.touch()
        self.environment: dict[str, str] = {}
        self._lock = threading.Lock()

    def prepare(self, base: Mapping[str, str], metadata_url: str) -> None:
        """Set the environment: of BASE only the AWS_ settings, and without its keys, which come from the role."""
        path = f"{self.folder}/bin:{Path(sys.executable).parent}:{_SYSTEM_PATH}"
        self.environment = {
            **{key: value for key, value in base.items() if key.startswith("AWS_") and key not in _OWN_KEYS},
            "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": metadata_url,
            "AWS_METADATA_SERVICE_TIMEOUT": "5",
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3",
            "APP_HOST": "127.0.0.1",
            "HOME": f"{self.folder}/root",
            "LANG": "C.UTF-8",
            "NO_PROXY": "127.0.0.1,localhost",
            "PATH": path,
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self.folder / "tmp"),
            MARKER: str(self.folder),
        }

    def install_systemctl(self, url: str) -> None:
        """Put a `systemctl` on the sandbox's PATH that asks the supervisor at URL."""
        words = shlex.join([sys.executable, "-IS", systemctl.__file__, url])
        self._executable("bin/systemctl", f'#!/bin/sh\nexec {words} "$@"\n')

    def install_user_data(self, text: str) -> Path:
        """Save TEXT as the script that runs at first boot."""
        return self._executable("user-data", text)

    def write_journal(self, line: str) -> None:
        """Note what happened to a service."""
        with self._lock, self.journal.open("a") as journal:
            journal.write(f"{time.strftime('%H:%M:%S')} {line}\n")

    def console_tail(self, lines: int = 20) -> str:
        """Return the last LINES of the console."""
        return "\n".join(self.console.read_text(errors="replace").splitlines()[-lines:])

    def _executable(self, name: str, text: str) -> Path:
        path = self.folder / name
        processes.write_executable(path, text)
        return path


def plain_path(directory: Path) -> Path:
    """DIRECTORY, or a link to it whose path a shell script may hold unquoted (no spaces, no quotes)."""
    directory.mkdir(parents=True, exist_ok=True)
    whole = directory.resolve()
    if re.fullmatch(r"[\w./-]+", str(whole), re.ASCII):
        return whole
    link = Path(tempfile.mkdtemp(prefix="local-")) / "instances"
    link.symlink_to(whole)
    return link


def forget_plain_path(path: Path) -> None:
    """Remove the link that `plain_path` made, if it made one."""
    if path.is_symlink():
        path.unlink()
        path.parent.rmdir()
