"""`python -m local.providers DIR`: serve the stand-in providers of the local AWS in DIR until SIGTERM."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Final

from local.providers.errors import ProviderError
from local.providers.provider import AwsProvider
from local.providers.random.provider import RandomProvider
from local.providers.server import LOG, serve
from local.settings import LocalSettings

PID_FILE: Final = "providers.pid"
LOG_FILE: Final = "providers.log"

_GRACE_SECONDS: Final = 2


def main() -> int:
    """Return the exit status: 0 after SIGTERM, 1 when the providers can't be served."""
    parser = argparse.ArgumentParser(prog="python -m local.providers", description=__doc__)
    parser.add_argument("directory", type=Path, help="where `python -m local up` keeps its settings")
    directory: Path = parser.parse_args().directory
    try:
        settings = LocalSettings.read(directory)
    except FileNotFoundError:
        print(f"no local AWS lives in {directory}: run `python -m local up` first", file=sys.stderr)  # noqa: T201
        return 1
    logging.basicConfig(
        filename=directory / LOG_FILE, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    return _run(settings, directory / PID_FILE)


def _run(settings: LocalSettings, pid_file: Path) -> int:
    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    endpoint = os.environ.get("AWS_ENDPOINT_URL", settings.endpoint)
    aws = AwsProvider(endpoint, settings.region)
    try:
        servers = [serve(aws, settings.aws_provider_port)[0], serve(RandomProvider(), settings.random_provider_port)[0]]
    except ProviderError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the terminal is where the user is
        return 1
    pid_file.write_text(f"{os.getpid()}\n")
    LOG.info("serving aws on %s, random on %s", settings.aws_provider_port, settings.random_provider_port)
    done.wait()
    for stopped in [server.stop(_GRACE_SECONDS) for server in servers]:
        stopped.wait()
    pid_file.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
