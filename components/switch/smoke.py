"""Smoke checks: paths that a color must answer through the preview route before it gets traffic."""

from components.color import Color
from components.switch.probe import ask
from components.switch.switching import Switching


def smoke(switching: Switching, color: Color, release: str | None) -> list[str]:
    """What is wrong with COLOR, which should run RELEASE; nothing when every smoke path answered as it should.

    Each path must answer 2xx, from that color and, where the answer names one, that release.
    """
    return [
        f"{path} {reason}"
        for path in switching.gate.smoke_paths
        if (reason := _reason(switching, color, release, path)) is not None
    ]


def _reason(switching: Switching, color: Color, release: str | None, path: str) -> str | None:
    verify = switching.verify
    answer = ask(switching.url + path, switching.preview_headers[color])
    if answer.failure:
        return f"could not be asked at {switching.url}: {answer.failure}"
    seen = answer.header(verify.header)
    if seen is not None and seen != color.value:
        return shut_out(switching, seen)
    if not answer.good:
        return f"answered {answer.status}"
    if seen is None:
        return unnamed(switching)
    running = answer.header(verify.release_header)
    if running is not None and release is not None and running != release:
        return f"was answered by release {running}, not by {release}"
    return None


def shut_out(switching: Switching, seen: str) -> str:
    """How it is told that the color SEEN answered, and not the one that was asked for."""
    return (
        f"was answered by {seen}: the preview route does not let this machine in; add its address to"
        f" preview_sources: pulumi config set --path 'preview_sources[0]' ADDRESS/32 --stack {switching.router}"
    )


def unnamed(switching: Switching) -> str:
    """How it is told that an answer names no color."""
    return (
        f"was answered without the header {switching.verify.header}, so nobody can tell by which color; name the header"
        f" that your application sends: pulumi config set verify_header NAME --stack {switching.router}"
    )
