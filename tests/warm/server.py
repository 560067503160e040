"""Loads Pulumi's packages once, then runs each script that a client hands over in a process of its own."""

from __future__ import annotations

import array
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

PACKAGES = ("boto3", "pulumi", "pulumi_random", "pulumi_aws")

MODULES = ("autoscaling", "cloudwatch", "ec2", "iam", "lb", "ssm", "vpc")
"""Those of pulumi_aws that the program uses: a missing one is loaded when it is needed."""

STANDARD = 3
"""Input, output and error."""


def main(path: str) -> None:
    """Serve on the socket PATH until terminated."""
    for name in (*PACKAGES, *(f"pulumi_aws.{module}" for module in MODULES)):
        # Pulumi's modules are lazy: only a look at what is in them loads them.
        getattr(importlib.import_module(name), "__all__", None)
    # What is never collected is never copied into the processes made here.
    gc.freeze()
    # Nobody waits for the processes made here: a client hears from its own over the connection.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as server:
        waiting = Path(f"{path}.starting")
        server.bind(str(waiting))
        server.listen()
        waiting.rename(path)
        while True:
            client, _ = server.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                server.close()
                _serve(client)
            client.close()


def _serve(client: socket.socket) -> None:
    """Be the process that CLIENT wanted: with its standard streams, environment and directory."""
    code = 1
    try:
        job = _take_over(client)
        # Whoever kills the client means the script.
        threading.Thread(target=lambda: client.recv(1) or os._exit(1), daemon=True).start()
        code = _run(job["arguments"])
    except BaseException:  # noqa: BLE001  what Python itself does at its top
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        client.sendall(bytes([code & 255]))
        os._exit(code)


def _take_over(client: socket.socket) -> dict[str, Any]:
    text, attached, _, _ = client.recvmsg(1 << 20, socket.CMSG_SPACE(STANDARD * array.array("i").itemsize))
    streams = array.array("i")
    streams.frombytes(attached[0][2])
    while not text.endswith(b"\n"):
        text += client.recv(1 << 20)
    job = json.loads(text)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(job["directory"])
    os.environ.clear()
    os.environ.update(job["environment"])
    return job


def _run(arguments: list[str]) -> int:
    sys.argv = arguments
    sys.path[0] = str(Path(arguments[0]).resolve().parent)
    try:
        runpy.run_path(arguments[0], run_name="__main__")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    main(sys.argv[1])
