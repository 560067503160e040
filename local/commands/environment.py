"""The `env` file: what a shell needs to use the local AWS."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from local.process import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.settings import LocalSettings

FILE = "env"
KEY = "test"
"""Access key and secret key: any are taken, but boto3 and the engine want some."""

OFFICIAL = "official"


def aws_variables(settings: LocalSettings) -> dict[str, str]:
    """Return what points AWS's own tools at the local AWS. boto3 reads AWS_DEFAULT_REGION, the others AWS_REGION."""
    return {
        "AWS_ENDPOINT_URL": settings.endpoint,
        "AWS_REGION": settings.region,
        "AWS_DEFAULT_REGION": settings.region,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": KEY,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def engine_variables(directory: Path, settings: LocalSettings, shell: Mapping[str, str]) -> dict[str, str]:
    """Return what the Pulumi engine needs; SHELL's BLUEGREEN_PROVIDER=official leaves the stand-ins out."""
    providers = f"aws:{settings.aws_provider_port},random:{settings.random_provider_port}"
    attached = {
        "PULUMI_DEBUG_PROVIDERS": providers,
        # Else the engine looks for the official plugins at each start all the same; without a network it waits seconds.
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }
    if shell.get("BLUEGREEN_PROVIDER") == OFFICIAL:
        attached = {}
    return {
        # With sidecar files for attributes, an engine killed while it writes one leaves a state that nobody can read.
        "PULUMI_BACKEND_URL": f"file://{state_folder(directory)}?metadata=skip",
        "PULUMI_HOME": str(engine_home(directory)),
        "PULUMI_CONFIG_PASSPHRASE": "local",
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        **attached,
    }


def state_folder(directory: Path) -> Path:
    """Where the stacks' state lies."""
    return directory / "state"


def engine_home(directory: Path) -> Path:
    """Where the engine keeps what is its own, such as plugins and who is logged in."""
    return directory / "pulumi"


def write(directory: Path, settings: LocalSettings, shell: Mapping[str, str]) -> Path:
    """Write the file for the local AWS in DIRECTORY (absolute), as seen from SHELL's variables; returns its path."""
    variables = aws_variables(settings) | engine_variables(directory, settings, shell)
    lines = [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
    # Whoever has a real account must not reach it by a profile or a session that the shell still names.
    lines += ["unset AWS_PROFILE AWS_SESSION_TOKEN", f'export PATH={shlex.quote(_programs())}:"$PATH"']
    path = directory / FILE
    path.write_text("\n".join(lines) + "\n")
    return path


def _programs() -> str:
    engine, packages = PROJECT / ".engine" / "bin", Path(sys.executable).parent
    return ":".join(str(folder) for folder in (engine, packages) if folder.is_dir())
