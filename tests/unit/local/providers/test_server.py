"""The providers as a process, spoken to over gRPC."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from local.providers import wire
from local.providers.errors import ProviderError
from local.providers.random.provider import RandomProvider
from local.providers.server import serve
from local.settings import LocalSettings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_process_serves_both_until_it_is_told_to_end(tmp_path: Path) -> None:
    """It answers what an engine asks first, says where it is, and leaves nothing behind on SIGTERM."""
    cloud, aws, random = _free_ports()
    LocalSettings(port=cloud, aws_provider_port=aws, random_provider_port=random).write(tmp_path)
    process = subprocess.Popen([sys.executable, "-m", "local.providers", str(tmp_path)])
    try:
        versions = [_handshake(port) for port in (aws, random)]
        assert [version.split(".")[0] for version in versions] == ["7", "4"]
        assert (tmp_path / "providers.pid").read_text() == f"{process.pid}\n"
    finally:
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(20) == 0
    assert not (tmp_path / "providers.pid").exists()
    assert "serving aws" in (tmp_path / "providers.log").read_text()


def test_an_error_crosses_the_wire_as_its_message() -> None:
    """The engine prints what the status says."""
    server, port = serve(RandomProvider(), 0)
    try:
        stub = provider_pb2_grpc.ResourceProviderStub(grpc.insecure_channel(f"127.0.0.1:{port}"))
        request = provider_pb2.CheckRequest(urn="urn:pulumi:a::b::random:index/x:X::y", news=wire.encode({}))
        with pytest.raises(grpc.RpcError) as refusal:
            stub.Check(request)
        assert "checking random:index/x:X 'y': not supported" in str(refusal.value)
    finally:
        server.stop(None).wait()


def test_a_taken_port_is_said() -> None:
    """The message names the port."""
    server, port = serve(RandomProvider(), 0)
    try:
        with pytest.raises(ProviderError, match=f"cannot listen on 127.0.0.1:{port}"):
            serve(RandomProvider(), port)
    finally:
        server.stop(None).wait()


def test_a_folder_without_a_local_aws_is_said(tmp_path: Path) -> None:
    """The message ends with the command that makes one."""
    command = [sys.executable, "-m", "local.providers", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, "run `python -m local up` first" in run.stderr) == (1, True)


def _free_ports() -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(3)]
        return [taken.getsockname()[1] for taken in sockets]


def _handshake(port: int) -> str:
    channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=[("grpc.enable_http_proxy", 0)])
    grpc.channel_ready_future(channel).result(30)
    stub = provider_pb2_grpc.ResourceProviderStub(channel)
    stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address="127.0.0.1:1"))
    stub.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1"))
    return stub.GetPluginInfo(empty_pb2.Empty()).version
