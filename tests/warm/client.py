"""What the language host starts as `python3`: hands its script to the warm server, and anything else to Python itself.

Runs without site packages: every millisecond counts here.
"""

import array
import json
import os
import signal
import socket
import subprocess
import sys

SCRIPT = "pulumi-language-python-exec"

PACKAGES = ["-m", "pip", "list"]
"""The host asks for the installed packages in each run; they stay the same."""


def main(python: str, directory: str, arguments: "list[str]") -> int:
    """Run ARGUMENTS as PYTHON would; the exit code."""
    if arguments[:3] == PACKAGES:
        return packages(python, os.path.join(directory, "packages.json"), arguments)  # noqa: PTH118  as above
    if not arguments or os.path.basename(arguments[0]) != SCRIPT:  # noqa: PTH119  as above
        os.execv(python, [python, *arguments])  # noqa: S606  it is what would have run
    # The engine interrupts its host at the end of a failed run; with this process the script ends.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(os.path.join(directory, "socket"))  # noqa: PTH118  as above
        job = json.dumps({"arguments": arguments, "environment": dict(os.environ), "directory": os.getcwd()})  # noqa: PTH109
        standard = array.array("i", [0, 1, 2])
        sent = server.sendmsg([job.encode() + b"\n"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, standard)])
        server.sendall((job.encode() + b"\n")[sent:])
        code = server.recv(1)
    return code[0] if code else 1


def packages(python: str, known: str, arguments: "list[str]") -> int:
    """Print what PYTHON said when it was asked first; KNOWN is the file that keeps it."""
    if not os.path.exists(known):  # noqa: PTH110  as above
        asked = subprocess.run([python, *arguments], capture_output=True, text=True, check=True)
        own = f"{known}.{os.getpid()}"
        with open(own, "w", encoding="utf-8") as file:  # noqa: PTH123  as above
            file.write(asked.stdout)
        os.replace(own, known)  # noqa: PTH105  as above
    with open(known, encoding="utf-8") as file:  # noqa: PTH123  as above
        sys.stdout.write(file.read())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
