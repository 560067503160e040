"""Instances run their own user data, and nothing of them is left when they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.processes import lives
from tests.unit.local.instances.conftest import REGION, Machine, rendered, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[4]


def test_two_instances_answer_on_ports_of_their_own(machine: Machine) -> None:
    """Each answers with its own color and id, on 127.0.0.1 only."""
    for instance_id, color in {"i-1": "blue", "i-2": "green"}.items():
        machine.launch(instance_id, rendered(color))
    for instance_id, color in {"i-1": "blue", "i-2": "green"}.items():
        body = json.loads(until(lambda name=instance_id: machine.ask(name)))
        assert (body["color"], body["release"], body["instance"]) == (color, "1.0.0", instance_id)
        facts = machine.wait_for(instance_id, "running")
        assert (facts["image"], facts["role"], facts["error"]) == ("ami-1", "app", None)
    assert machine.supervisor.address("i-1", 8080) != machine.supervisor.address("i-2", 8080)
    assert (machine.supervisor.address("i-1", 9), machine.supervisor.address("i-3", 8080)) == (None, None)
    log = machine.file("i-1", "var/log/bluegreen/app.log")
    until(lambda: '"path": "/"' in log.read_text())


def test_terminate_finishes_the_request_in_flight(machine: Machine) -> None:
    """SIGTERM lets a request of two seconds be answered; then the port is closed."""
    machine.launch("i-1", rendered())
    until(lambda: machine.ask("i-1"))
    answers: list[str | None] = []
    slow = threading.Thread(target=lambda: answers.append(machine.ask("i-1", "/slow?delay=2")))
    slow.start()
    time.sleep(0.3)
    started = time.monotonic()
    machine.supervisor.terminate("i-1")
    assert time.monotonic() - started < 0.2
    assert machine.facts("i-1")["state"] == "stopping"
    slow.join()
    assert '"path": "/slow"' in (answers[0] or "")
    machine.wait_for("i-1", "stopped")
    assert machine.supervisor.address("i-1", 8080) is None


def test_a_broken_line_is_a_release_that_fails(machine: Machine) -> None:
    """The state says so, with the console's tail, and nothing listens."""
    machine.launch("i-1", rendered().replace("systemctl daemon-reload", "systemctl deamon-reload"))
    facts = machine.wait_for("i-1", "failed", "running")
    assert facts["state"] == "failed"
    assert "Unknown command verb 'deamon-reload'" in facts["error"]
    assert facts["processes"] == []
    assert machine.ask("i-1") is None


@pytest.mark.parametrize(
    ("user_data", "state", "error"),
    [("", "running", None), ("echo hello", "failed", "#!"), ("#!/no/such/shell\n", "failed", "can't be run")],
)
def test_user_data_that_is_no_script(machine: Machine, user_data: str, state: str, error: str | None) -> None:
    """Nothing is nothing to do; text that is no script, or has no interpreter, is named."""
    machine.launch("i-1", user_data)
    facts = machine.wait_for("i-1", "failed", "running")
    assert facts["state"] == state
    assert (error or "") in (facts["error"] or "")


def test_a_killed_service_starts_again(machine: Machine) -> None:
    """Restart=always, after RestartSec, on the same port."""
    machine.launch("i-1", rendered().replace("RestartSec=2", "RestartSec=100ms"))
    until(lambda: machine.ask("i-1"))
    (first,) = machine.facts("i-1")["processes"]
    os.kill(first, signal.SIGKILL)
    until(lambda: machine.facts("i-1")["processes"] not in ([], [first]))
    assert until(lambda: machine.ask("i-1"))


def test_a_service_that_keeps_dying_is_given_up(machine: Machine) -> None:
    """Five starts in ten seconds are systemd's limit, and its journal says why it ended."""
    text = rendered(environment={"FAULT_LATENCY": "x"}).replace("RestartSec=2", "RestartSec=1ms")
    machine.launch("i-1", text)
    journal = machine.file("i-1", "journal.log")
    until(lambda: journal.exists() and "repeated too quickly" in journal.read_text())
    assert journal.read_text().count("status 2") == 5
    assert "FAULT_LATENCY is 'x'" in machine.file("i-1", "var/log/bluegreen/error.log").read_text()


STRAYS = """#!/bin/bash
set -e
sleep 301 & echo $! > /run/pids
setsid sleep 302 & echo $! >> /run/pids
trap "" TERM
(trap "" TERM; sleep 303) & echo $! >> /run/pids
cat > /etc/systemd/system/stubborn.service <<'END'
[Service]
ExecStart=/bin/bash -c 'trap "" TERM; sleep 304 & echo $! >> /run/pids; wait; sleep 305'
TimeoutStopSec=300ms
END
systemctl start stubborn
"""


def test_terminate_leaves_no_process_behind(machine: Machine) -> None:
    """Neither background processes, nor one with a session of its own, nor those that ignore SIGTERM."""
    machine.launch("i-1", STRAYS)
    file = machine.file("i-1", "run/pids")
    until(lambda: file.exists() and len(file.read_text().split()) == 4)
    machine.wait_for("i-1", "running")
    pids = [int(word) for word in file.read_text().split()] + machine.facts("i-1")["processes"]
    alive = [pid for pid in pids if lives(pid)]
    assert len(alive) == 5
    machine.supervisor.terminate("i-1")
    machine.wait_for("i-1", "stopped")
    until(lambda: not any(lives(pid) for pid in pids), 5)


def test_terminate_while_booting(machine: Machine) -> None:
    """The script ends, and starts no service any more."""
    machine.launch("i-1", "#!/bin/bash\ntrap 'systemctl start x; exit' TERM\nsleep 60 & wait\n")
    machine.supervisor.terminate("i-1")
    machine.wait_for("i-1", "stopped")
    assert machine.facts("i-1")["processes"] == []


def test_systemctl(machine: Machine) -> None:
    """The verbs that user data needs, with systemctl's exit statuses."""
    machine.launch(
        "i-1",
        "#!/bin/bash\n"
        "printf '[Service]\\nExecStart=/bin/sleep 60\\n' > /etc/systemd/system/a.service\n"
        "for words in 'is-active a' 'start b' 'enable a' 'enable --now a' 'is-active a' 'restart a' 'status a'"
        " 'stop a' 'is-active a.service' 'mask a' 'start ../a'; do\n"
        '  systemctl $words >> /run/out 2>> /run/out; echo "$words: $?" >> /run/statuses\n'
        "done\n",
    )
    machine.wait_for("i-1", "running")
    statuses = dict(line.rsplit(": ", 1) for line in machine.file("i-1", "run/statuses").read_text().splitlines())
    failed = {words: status for words, status in statuses.items() if status != "0"}
    assert failed == {"is-active a.service": "3", "start b": "5", "mask a": "1", "start ../a": "5"}
    assert machine.file("i-1", "run/out").read_text().splitlines()[0] == "inactive"


def test_an_unreadable_unit_is_a_failed_boot(machine: Machine) -> None:
    """A missing EnvironmentFile fails the start, and so the script."""
    machine.launch("i-1", rendered().replace("EnvironmentFile=/etc/bluegreen/app.env", "EnvironmentFile=/etc/none"))
    assert "EnvironmentFile" in machine.wait_for("i-1", "failed", "running")["error"]


@pytest.fixture(scope="module")
def cloud() -> Iterator[str]:
    """Run a cloud that keeps secrets."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


ANSWER_SECRETS = """
import http.server, os
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
        self.wfile.write((os.environ["A"] + "," + os.environ["B"]).encode())
http.server.HTTPServer(("127.0.0.1", int(os.environ["APP_PORT"])), H).serve_forever()
"""


def test_secrets_reach_the_service_and_no_file(machines: Callable[..., Machine], cloud: str) -> None:
    """Both kinds are read with the role's keys; no file of the sandbox holds a value."""
    clients: Any = boto3.Session("test", "test", region_name=REGION)
    ssm = clients.client("ssm", endpoint_url=cloud)
    ssm.put_parameter(Name="/shop/a", Value="value-of-a", Type="SecureString")
    arns = {
        "A": ssm.get_parameter(Name="/shop/a")["Parameter"]["ARN"],
        "B": clients.client("secretsmanager", endpoint_url=cloud).create_secret(Name="b", SecretString="value of b")[
            "ARN"
        ],
    }
    machine = machines({"AWS_ENDPOINT_URL": cloud})
    app = (ROOT / "app" / "app.py").read_text()
    text = rendered(secrets=arns).replace(app, ANSWER_SECRETS)
    machine.launch("i-1", text)
    assert until(lambda: machine.ask("i-1"), 30) == "value-of-a,value of b"
    files = [path for path in machine.file("i-1", ".").rglob("*") if path.is_file()]
    assert len(files) > 8
    assert not [path for path in files if b"value-of-a" in path.read_bytes() or b"value of b" in path.read_bytes()]


def test_without_a_role_secrets_stay_unread(machines: Callable[..., Machine], cloud: str) -> None:
    """The keys of whoever runs the local AWS do not reach the instance."""
    own = {"AWS_ACCESS_KEY_ID": "mine", "AWS_SECRET_ACCESS_KEY": "mine"}
    machine = machines({"AWS_ENDPOINT_URL": cloud, **own})
    arn = f"arn:aws:ssm:{REGION}:123456789012:parameter/shop/a"
    machine.launch("i-1", rendered(secrets={"A": arn}), role=None)
    log = machine.file("i-1", "var/log/bluegreen/error.log")
    until(lambda: log.exists() and "credentials" in log.read_text(), 30)
    assert machine.ask("i-1") is None


def test_a_folder_with_a_space_in_its_name(machines: Callable[..., Machine], tmp_path: Path) -> None:
    """Scripts need not quote their paths for it."""
    machine = machines(directory=tmp_path / "my project's folder")
    machine.launch("i-1", rendered())
    assert until(lambda: machine.ask("i-1"))


KILLED = """
import sys, time
from pathlib import Path
from local.instances import Supervisor
supervisor = Supervisor(Path(sys.argv[1]), {})
supervisor.launch("i-1", user_data=sys.stdin.read(), ports=[8080], role=None, image="ami-1")
while not supervisor.describe()[0]["processes"]:
    time.sleep(0.02)
print(supervisor.describe()[0]["processes"][0], flush=True)
time.sleep(60)
"""


def test_instances_do_not_outlive_a_killed_supervisor(tmp_path: Path) -> None:
    """Also after SIGKILL, which leaves it no time to end them."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(rendered())
        process.stdin.close()
        pid = int(process.stdout.readline())
        assert lives(pid)
        process.kill()
        until(lambda: not lives(pid), 5)


def test_close_ends_everything_in_time(machines: Callable[..., Machine], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a unit asks for; and nothing can be launched afterwards."""
    monkeypatch.setattr("local.instances.supervisor.CLOSE_SECONDS", 0.3)
    machine = machines()
    machine.launch("i-1", STRAYS.replace("300ms", "600"))
    pids = until(lambda: machine.facts("i-1")["processes"])
    machine.supervisor.close()
    assert not lives(pids[0])
    with pytest.raises(ValueError, match="closed"):
        machine.launch("i-2", "")


def test_an_id_is_launched_once(machine: Machine) -> None:
    """A second launch is a mistake of the caller."""
    machine.launch("i-1", "")
    with pytest.raises(ValueError, match="launched before"):
        machine.launch("i-1", "")
