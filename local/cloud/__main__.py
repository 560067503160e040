"""`python -m local.cloud DIR`: answer AWS calls until SIGTERM."""

from __future__ import annotations

import logging
import os
import signal
import sys
from pathlib import Path
from threading import Event

from local.cloud.cloud import Cloud
from local.cloud.delays import Delays
from local.cloud.server import CloudServer
from local.instances import Supervisor
from local.settings import LocalSettings

PID_FILE = "cloud.pid"
LOG_FILE = "cloud.log"


def serve(directory: Path, settings: LocalSettings, stop: Event) -> None:
    """Serve the local AWS of DIRECTORY until STOP is set; raises OSError when its port is taken."""
    supervisor = Supervisor(directory, instance_environment(settings))
    delays = Delays(settings.listener_delay, settings.registration_delay, settings.check_pace, settings.metric_period)
    cloud = Cloud(delays, supervisor)
    with CloudServer(cloud, port=settings.port, region=settings.region) as server:
        logging.getLogger(__name__).info("serving %s", server.endpoint)
        stop.wait()


def instance_environment(settings: LocalSettings) -> dict[str, str]:
    """Return what an instance's processes need to reach the local AWS; keys they get from their role."""
    return {
        "AWS_ENDPOINT_URL": settings.endpoint,
        "AWS_REGION": settings.region,
        "AWS_DEFAULT_REGION": settings.region,
    }


def main(arguments: list[str]) -> int:
    """Run with the folder of the local AWS as the only argument; returns the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m local.cloud DIR\n")
        return 2
    directory = Path(arguments[0])
    try:
        settings = LocalSettings.read(directory)
    except FileNotFoundError:
        sys.stderr.write(f"no local AWS in {directory}: start one with `python -m local up`\n")
        return 1
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    log_format = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(filename=directory / LOG_FILE, level=logging.INFO, format=log_format)
    pid_file = directory / PID_FILE
    pid_file.write_text(f"{os.getpid()}\n")
    try:
        serve(directory, settings, stop)
    except OSError:
        logging.getLogger(__name__).exception("the local AWS ends")
        return 1
    finally:
        pid_file.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
