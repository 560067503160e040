"""`python -m local`, all its verbs, with stand-ins for the three processes where they would be slow."""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from local import process
from local.__main__ import main
from local.commands import environment
from local.settings import LocalSettings
from tests.stage import WORKER
from tests.unit.local.cloud.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def port() -> int:
    """Find three free ports in a row; the first."""
    # Two workers that look at once must not find the same ones.
    begin = 23_000 + 1_000 * WORKER
    for first in range(begin, begin + 1_000, 10):
        if all(_free(first + each) for each in range(3)):
            return first
    pytest.fail("no three free ports in a row")


@pytest.fixture
def running(tmp_path: Path, port: int) -> Iterator[Path]:
    """Run a whole local AWS; the folder."""
    directory = tmp_path / "local"
    assert main(["up", "--port", str(port), "--dir", str(directory)]) == 0
    yield directory
    main(["down", "--dir", str(directory)])


def _look_once(port: int) -> None:
    """Make one AWS call that only looks, and finds nothing."""
    with pytest.raises(ClientError):
        Stack(f"http://127.0.0.1:{port}", "us-east-1").ssm.get_parameter(Name="nobody")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_up_is_ready_when_it_returns_and_down_leaves_nothing(
    running: Path, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """All three processes run, a second `up` says so, and `down` ends exactly them."""
    assert all(process.find(running, part) for part in process.PARTS)
    assert main(["up", "--port", str(port), "--dir", str(running)]) == 0
    assert "is up already" in capsys.readouterr().out
    assert main(["up", "--metric-period", "1s", "--dir", str(running)]) == 1
    refused = capsys.readouterr().err
    assert "is up already, with --metric-period 60" in refused
    assert f"bluegreen local down --dir {running}, then bluegreen local up --metric-period 1" in refused
    assert main(["status", "--json", "--dir", str(running)]) == 0
    assert json.loads(capsys.readouterr().out)["listeners"] == []
    assert main(["traffic", "--for", "0.1s", "--json", "--dir", str(running)]) == 0
    assert json.loads(capsys.readouterr().out)["groups"] == []
    assert main(["calls", "--json", "--dir", str(running)]) == 0
    assert json.loads(capsys.readouterr().out) == []
    _look_once(port)
    assert main(["calls", "--dir", str(running)]) == 0
    assert "ssm:GetParameter " in capsys.readouterr().out
    assert main(["calls", "--writes", "--dir", str(running)]) == 0
    assert main(["calls", "--since", "1", "--dir", str(running)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["down", "--dir", str(running)]) == 0
    assert not running.exists()
    assert all(_free(port + each) for each in range(3))


def test_up_says_when_a_part_has_ended(running: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A local AWS that lost a process is not called up; `down` still clears it."""
    process.stop(running, ["balancer"])
    assert main(["up", "--dir", str(running)]) == 1
    said = capsys.readouterr().err
    assert "balancer" in said
    assert "bluegreen local down" in said


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_a_taken_port_is_named_and_nothing_is_left(
    tmp_path: Path, port: int, taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each of the three ports is looked at before anything starts."""
    with socket.socket() as holder:
        # What a test before left in TIME_WAIT does not hold the port.
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", port + taken))
        holder.listen()
        assert main(["up", "--port", str(port), "--dir", str(tmp_path / "local")]) == 1
    said = capsys.readouterr().err
    assert f"port {port + taken} " in said
    assert "--port" in said
    assert "Traceback" not in said
    assert not (tmp_path / "local").exists()


@pytest.mark.parametrize("port", ["0", "65534", "-1"])
def test_a_port_out_of_range_is_refused(tmp_path: Path, port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Three ports have to fit."""
    assert main(["up", f"--port={port}", "--dir", str(tmp_path / "local")]) == 1
    assert "--port must be between 1 and 65533" in capsys.readouterr().err


@pytest.mark.parametrize("seconds", ["0", "-1", "1801"])
def test_a_metric_period_out_of_range_is_refused(
    tmp_path: Path, seconds: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is whole seconds, and nothing is started."""
    assert main(["up", f"--metric-period={seconds}", "--dir", str(tmp_path / "local")]) == 1
    assert f"--metric-period must be 1 to 1800 seconds; it was {seconds}" in capsys.readouterr().err
    assert not (tmp_path / "local").exists()


@pytest.mark.parametrize("verb", ["up", "down"])
def test_a_folder_with_something_else_is_left_alone(
    tmp_path: Path, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`down` removes the whole folder, so neither touches one that is not a local AWS's."""
    (tmp_path / "precious").write_text("data")
    assert main([verb, "--dir", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err
    assert (tmp_path / "precious").read_text() == "data"


def test_what_the_engine_makes_after_the_end_is_no_obstacle(tmp_path: Path, port: int) -> None:
    """A shell that still has the variables of a local AWS that ended makes the engine's folder anew."""
    directory = tmp_path / "local"
    environment.engine_home(directory).mkdir(parents=True)
    assert main(["up", "--port", str(port), "--dir", str(directory)]) == 0
    assert main(["down", "--dir", str(directory)]) == 0
    assert not directory.exists()


def test_a_process_that_fails_to_start_is_told_with_its_log(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are ended, and the folder is gone."""
    started: list[subprocess.Popen[bytes]] = []
    start = process.start

    def failing(directory: Path, part: str, variables: dict[str, str]) -> subprocess.Popen[bytes]:
        if part == "providers":
            process.log_file(directory, part).write_text("no such provider\n")
            started.append(subprocess.Popen([sys.executable, "-c", "raise SystemExit(1)"]))
        else:
            started.append(start(directory, part, variables))
        return started[-1]

    monkeypatch.setattr(process, "start", failing)
    assert main(["up", "--port", str(port), "--dir", str(tmp_path / "local")]) == 1
    said = capsys.readouterr().err
    assert "providers" in said
    assert "no such provider" in said
    assert [each.wait(timeout=20) for each in started][-1] == 1
    assert not (tmp_path / "local").exists()


@pytest.mark.parametrize("verb", ["status", "traffic", "calls"])
def test_looking_at_nothing_says_how_to_start(tmp_path: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """There is one clear error."""
    assert main([verb, "--dir", str(tmp_path / "none")]) == 1
    assert "bluegreen local up" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--for", "--every"])
@pytest.mark.parametrize("text", ["soon", "0s", "-1"])
def test_a_time_that_is_none_is_refused(option: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With what would be one."""
    assert main(["traffic", f"{option}={text}"]) == 1
    assert f"{option} must be a time above 0 such as 10s" in capsys.readouterr().err


def test_ctrl_c_is_the_ordinary_end_of_watching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It exits with 0."""

    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("local.commands.traffic.ask", interrupted)
    assert main(["traffic", "--dir", str(tmp_path)]) == 0


def test_without_its_packages_nothing_is_started(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are named, with what installs them."""
    monkeypatch.setattr("local.commands.packages.NEEDED", ("moto", "no_such_package"))
    monkeypatch.setattr(process, "start", lambda *_: pytest.fail("something was started"))
    assert main(["up", "--port", str(port), "--dir", str(tmp_path / "local")]) == 1
    assert "needs no_such_package, which this Python does not have\n  next: make setup" in capsys.readouterr().err
    assert not (tmp_path / "local").exists()


def test_down_without_a_local_aws_is_no_error(tmp_path: Path) -> None:
    """It can be repeated."""
    assert main(["down", "--dir", str(tmp_path / "none")]) == 0


def test_a_foreign_process_with_our_number_is_not_ours(tmp_path: Path) -> None:
    """A number that the system gave to somebody else is never signalled."""
    process.pid_file(tmp_path, "cloud").write_text(f"{os.getpid()}\n")
    assert process.find(tmp_path, "cloud") is None
    assert process.stop(tmp_path) == []


def sourced(env: Path, **shell: str) -> dict[str, str]:
    """What a shell has after reading ENV."""
    command = f". {shlex.quote(str(env))} && env -0"
    printed = subprocess.run(["sh", "-c", command], env=shell, capture_output=True, check=True).stdout
    return dict(line.split("=", 1) for line in printed.decode().split("\0") if line)


def test_the_env_file_gives_a_shell_all_it_needs(tmp_path: Path) -> None:
    """Endpoint, keys, backend, providers and PATH, also from a folder with blanks in its name."""
    directory = tmp_path / "a local one"
    directory.mkdir()
    settings = LocalSettings(port=7001, aws_provider_port=7002, random_provider_port=7003)
    env = environment.write(directory, settings, {})
    shell = sourced(env, PATH="/usr/bin:/bin", AWS_PROFILE="production")
    assert shell["AWS_ENDPOINT_URL"] == "http://127.0.0.1:7001"
    assert shell["AWS_DEFAULT_REGION"] == shell["AWS_REGION"] == "us-east-1"
    assert shell["PULUMI_BACKEND_URL"] == f"file://{directory}/state?metadata=skip"
    assert shell["PULUMI_DEBUG_PROVIDERS"] == "aws:7002,random:7003"
    assert shell["PATH"].endswith(":/usr/bin:/bin")
    assert str(process.PROJECT) in shell["PATH"] or sys.prefix in shell["PATH"]
    assert "AWS_PROFILE" not in shell


def test_the_official_provider_leaves_the_stand_ins_out(tmp_path: Path) -> None:
    """BLUEGREEN_PROVIDER=official lets the engine look for its own plugins."""
    settings: Any = LocalSettings()
    env = environment.write(tmp_path, settings, {"BLUEGREEN_PROVIDER": "official"})
    assert "PULUMI_DEBUG_PROVIDERS" not in sourced(env, PATH="/usr/bin:/bin")
