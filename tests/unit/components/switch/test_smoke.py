"""Smoke checks: the right color and release must answer 2xx, through the preview route."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.color import Color
from components.settings.switching import Gate
from components.switch.smoke import smoke
from tests.unit.components.scenes import switching
from tests.unit.components.web import Reply, closed, green, named, serve

GATE = Gate(timeout=0, smoke_paths=("/ready",), command=None, command_timeout=5)


def _smoke(url: str, release: str | None = "1.1.0", paths: tuple[str, ...] = ("/ready",)) -> list[str]:
    return smoke(switching(url=url, gate=replace(GATE, smoke_paths=paths)), Color.GREEN, release)


def test_the_right_color_and_release_pass() -> None:
    """Each path is asked with the preview route's header."""
    with serve(green()) as site:
        assert _smoke(site.url, paths=("/ready", "/health?deep=1")) == []
    assert [asked.path for asked in site.asked] == ["/ready", "/health?deep=1"]
    assert all(asked.headers["x-bluegreen"] == "green" for asked in site.asked)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (green(status=503), "/ready answered 503"),
        (green(status=302), "/ready answered 302"),
        (named("blue", "1.1.0"), "/ready was answered by blue: the preview route does not let this machine in"),
        (named("blue", status=404), "pulumi config set --path 'preview_sources[0]' ADDRESS/32 --stack router"),
        ((200, {}), "/ready was answered without the header x-bluegreen-color"),
        (green("1.0.0"), "/ready was answered by release 1.0.0, not by 1.1.0"),
    ],
)
def test_each_failure_says_what_answered(reply: Reply, said: str) -> None:
    """Its status, the wrong color or release, or a header that is missing; with what to do about it."""
    with serve(reply) as site:
        (found,) = _smoke(site.url)
    assert said in found


def test_a_closed_port_says_where_it_asked() -> None:
    """A laptop outside of the network learns that it is outside."""
    url = closed()
    (found,) = _smoke(url)
    assert f"/ready could not be asked at {url}" in found


def test_every_path_that_fails_is_told() -> None:
    """One look, all problems."""
    with serve(lambda count: green(status=500 if count else 200)) as site:
        assert _smoke(site.url, paths=("/a", "/b", "/c")) == ["/b answered 500", "/c answered 500"]


@pytest.mark.parametrize(("answered", "on_record"), [(None, "1.1.0"), ("1.1.0", None)])
def test_a_release_that_nobody_names_is_not_compared(answered: str | None, on_record: str | None) -> None:
    """An application need not say its release, and a color may have none on record."""
    with serve(green(answered)) as site:
        assert _smoke(site.url, on_record) == []


def test_no_paths_are_no_requests() -> None:
    """An empty list turns it off."""
    assert _smoke(closed(), paths=()) == []
