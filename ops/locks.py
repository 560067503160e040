"""Who holds which stack: asked of the backend, without trying for the lock."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

from ops.picture import Lock
from ops.project import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = ".pulumi/locks/organization"
"""Where a backend of files, or a bucket, keeps its locks: a folder by project and stack, a file by holder."""

SERVICES = ("http", "https")
"""Backends that list their stacks with who is being updated: Pulumi Cloud and its kind."""


class Backend(Protocol):
    """What is asked of the engine."""

    @property
    def project(self) -> str:
        """The project's name."""
        ...

    def backend(self) -> str:
        """The backend's address."""
        ...

    def updating(self) -> frozenset[str]:
        """Stacks that are being updated now."""
        ...


def read_locks(asked: Backend, stacks: Iterable[str]) -> tuple[Lock, ...] | None:
    """The locks held on STACKS now; None where the backend does not tell, or not us. Raises Problem."""
    address = urlsplit(asked.backend())
    if address.scheme == "file":
        folder = Path(unquote(address.netloc + address.path)).expanduser() / FOLDER / asked.project
        return tuple(lock for stack in stacks for lock in _in(folder / short(stack), stack))
    if address.scheme == "s3":
        from ops.locks_in_bucket import read_files  # noqa: PLC0415  boto3 takes half a second

        files = read_files(address, {stack: f"{FOLDER}/{asked.project}/{short(stack)}/" for stack in stacks})
        return None if files is None else tuple(_told(*each) for each in files)
    if address.scheme in SERVICES:
        updating = asked.updating()
        return tuple(Lock(stack, "an update that is under way") for stack in stacks if stack in updating)
    return None


def _in(folder: Path, stack: str) -> Iterator[Lock]:
    for file in sorted(folder.glob("*.json")):
        try:
            yield _told(stack, str(file), file.read_text())
        except FileNotFoundError:
            continue  # given back this moment
        except OSError:
            yield Lock(stack, f"whoever wrote {file}")


def _told(stack: str, file: str, text: str) -> Lock:
    """The lock of STACK that TEXT of FILE tells of."""
    try:
        found: dict[str, Any] = json.loads(text)
        since = datetime.fromisoformat(str(found["timestamp"]))
        return Lock(stack, f"{found['username']}@{found['hostname']} (pid {found['pid']})", since)
    except (ValueError, KeyError):
        return Lock(stack, f"whoever wrote {file}")
