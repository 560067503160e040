"""Paths, ports and the metadata address change; nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.instances.remap import Remap

FOLDER = "/home/me/.local/instances/i-1"
REMAP = Remap(FOLDER, {8080: 21001, 80: 21002}, "http://127.0.0.1:30000/i-1")
KEPT = [
    FOLDER,
    REMAP.metadata_url,
    "/usr/bin",
    "/optional",
    "18080",
    "8080.5",
    "$HOME",
    "a",
    "-",
    "=",
    ":",
    " ",
    "\n",
    '"',
]
CHANGED = ["/opt", "/etc/x", "/var/log", "/usr/local/bin", "8080", "80", "127.0.0.1:8080", "http://169.254.169.254"]
PIECES = st.sampled_from([*KEPT, *CHANGED])


@given(st.lists(PIECES | st.text(max_size=4)).map("".join))
def test_twice_is_once(text: str) -> None:
    """A remapped text stays as it is."""
    once = REMAP.apply(text)
    assert REMAP.apply(once) == once


@pytest.mark.parametrize("root", ["/opt/a", "/var/folders/x", "/etc/local", "/run/user/1", "/data/8080/80"])
@given(text=st.lists(PIECES).map("".join))
def test_twice_is_once_wherever_the_sandbox_lies(root: str, text: str) -> None:
    """Also where the sandbox's own path holds what would be remapped (temporary folders of macOS do)."""
    remap = Remap(f"{root}/i-1", REMAP.ports, REMAP.metadata_url)
    once = remap.apply(text)
    assert remap.apply(once) == once


@given(st.text(alphabet=st.characters(exclude_characters="/0123456789")))
def test_text_without_paths_and_numbers_stays(text: str) -> None:
    """Nothing else is touched."""
    assert REMAP.apply(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "#!/usr/bin/env bash",
        "cat < /dev/null",
        "/usr/localize /options /etcetera",
        "$ROOT/etc/passwd ${ROOT}/opt ./var ../run ~/opt a/etc",
        "https://example.com/etc/8081",
        "port=18080 80800 8080.5 v1.80 x8080 8080_1",
    ],
)
def test_what_only_looks_alike_stays(text: str) -> None:
    """A path counts at the start of a word only, a port only as a whole number."""
    assert REMAP.apply(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cd /opt", f"cd {FOLDER}/opt"),
        ('cat >"/etc/a.conf"', f'cat >"{FOLDER}/etc/a.conf"'),
        ("StandardOutput=append:/var/log/a", f"StandardOutput=append:{FOLDER}/var/log/a"),
        ("PATH=/usr/local/bin:/usr/bin", f"PATH={FOLDER}/usr/local/bin:/usr/bin"),
        ('APP_PORT="8080"', 'APP_PORT="21001"'),
        ("listen 0.0.0.0:80;", "listen 0.0.0.0:21002;"),
        ("curl http://169.254.169.254/latest", "curl http://127.0.0.1:30000/i-1/latest"),
    ],
)
def test_paths_ports_and_metadata_change(text: str, expected: str) -> None:
    """Each takes its local counterpart."""
    assert REMAP.apply(text) == expected
