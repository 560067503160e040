"""A caller of the local AWS with an access key of its own, so that its calls can be told from all others."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from local import process
from local.ports import free_port, is_free

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from local.client import LocalAws

ATTACHED = "PULUMI_DEBUG_PROVIDERS"

PROVIDERS = ("providers",)

START_SECONDS = 60.0


@contextmanager
def caller(cloud: LocalAws, key: str, directory: Path, known: Mapping[str, str]) -> Generator[dict[str, str]]:
    """The environment KNOWN, in which everything calls CLOUD with the access key KEY.

    The engine's stand-in providers are servers with credentials of their own: where KNOWN attaches them, others are
    started with KEY in DIRECTORY, for as long as the block lasts. Raises TimeoutError when they don't come up.
    """
    credentials = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": key}
    if ATTACHED not in known:
        yield {**known, **credentials}
        return
    directory.mkdir(parents=True, exist_ok=True)
    first = free_port(cloud.settings.random_provider_port + 1)
    second = free_port(first + 1)
    replace(cloud.settings, aws_provider_port=first, random_provider_port=second).write(directory)
    process.start(directory, *PROVIDERS, {**known, **credentials})
    try:
        if not process.wait_until(lambda: not is_free(first) and not is_free(second), START_SECONDS):
            raise TimeoutError(f"no providers for {key}:\n{process.last_lines(directory, *PROVIDERS)}")
        yield {**known, **credentials, ATTACHED: f"aws:{first},random:{second}"}
    finally:
        process.stop(directory, PROVIDERS)
