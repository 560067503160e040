"""The second choice: Pulumi's official release, pinned, unpacked into the project's own folder.

It is the archive that the installer of Pulumi's "Download & install Pulumi" page fetches. It is fetched directly,
since that script also edits the shell's profile.
"""

from __future__ import annotations

import io
import platform
import queue
import shutil
import tarfile
import threading
import urllib.request
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from tools.engine_version import PINNED
from tools.progress import Progress

if TYPE_CHECKING:
    from http.client import HTTPResponse

RELEASES = "https://get.pulumi.com/releases/sdk"
CONNECT_WITHIN = 5.0  # seconds
STALLED_AFTER = 30.0  # seconds without a byte
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}
MEGABYTE = 1_000_000


class UnavailableError(Exception):
    """The official release can't be had here; the text says why."""


def install(into: Path) -> None:
    """Download the release and unpack the engine and its Python programs into the folder `into`.

    Raises `UnavailableError` for an unknown machine, no answer within 5 seconds, or a broken transfer.
    """
    url = archive_url(platform.system(), platform.machine())
    _reach(url)
    try:
        with closing(_opened(url, "GET", STALLED_AFTER)) as response:
            unpack(response, into, int(response.headers.get("Content-Length") or 0))
    except (OSError, tarfile.TarError, EOFError) as error:
        raise UnavailableError(f"the download of {url} broke off: {error}") from error


def archive_url(system: str, machine: str) -> str:
    """Return the release's address for a `system` and `machine` as Python's platform module names them."""
    if system not in SYSTEMS or machine.lower() not in MACHINES:
        raise UnavailableError(f"there is no release for {system} on {machine}")
    return f"{RELEASES}/pulumi-v{PINNED}-{SYSTEMS[system]}-{MACHINES[machine.lower()]}.tar.gz"


def unpack(stream: IO[bytes] | HTTPResponse, into: Path, size: int) -> None:
    """Write what is wanted of the archive in `stream` (`size` bytes, 0 when unknown) into the folder `into`."""
    with Progress("downloading the official release") as progress:
        counted = _Counted(stream, progress, size)
        with tarfile.open(fileobj=counted, mode="r|gz") as archive:
            for member in archive:
                name = PurePosixPath(member.name).name
                content = archive.extractfile(member) if member.isfile() and _wanted(name) else None
                if content is not None:
                    _write(content, into / name)


def _wanted(name: str) -> bool:
    # The release also carries hosts of other languages, 250 MB that this project never runs.
    return name == "pulumi" or (name.startswith("pulumi-") and "python" in name)


def _write(content: IO[bytes], file: Path) -> None:
    with file.open("wb") as target:
        shutil.copyfileobj(content, target)
    file.chmod(0o755)


def _opened(url: str, method: str, timeout: float) -> HTTPResponse:
    request = urllib.request.Request(url, method=method, headers={"User-Agent": "bluegreen"})  # noqa: S310  (https, above)
    return urllib.request.urlopen(request, timeout=timeout)  # noqa: S310


def _reach(url: str) -> None:
    """Return when the release answers, raise when it has not within CONNECT_WITHIN.

    In a thread, because the time limit of a connection does not cover a name server that never answers.
    """
    answers: queue.Queue[str] = queue.Queue()

    def ask() -> None:
        try:
            _opened(url, "HEAD", CONNECT_WITHIN).close()
        except OSError as error:
            answers.put(str(getattr(error, "reason", error)))
        else:
            answers.put("")

    threading.Thread(target=ask, daemon=True).start()
    try:
        refusal = answers.get(timeout=CONNECT_WITHIN)
    except queue.Empty:
        refusal = f"no answer within {CONNECT_WITHIN:.0f} s"
    if refusal:
        raise UnavailableError(f"{url}: {refusal}")


class _Counted(io.RawIOBase):
    """A stream that tells the progress how much of it was read."""

    def __init__(self, stream: IO[bytes] | HTTPResponse, progress: Progress, size: int) -> None:
        super().__init__()
        self._stream = stream
        self._progress = progress
        self._of = f" of {size / MEGABYTE:.0f}" if size else ""
        self._read = 0

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self._read += len(block)
        self._progress.text = f"downloading the official release: {self._read / MEGABYTE:.0f}{self._of} MB"
        return block
