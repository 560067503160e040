"""What a release is made of, and whether a change to it may apply now or waits for the next release."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from components.records.release_record import ReleaseRecord, version
from components.running import Running


class UnresolvedImageError(Exception):
    """There is no such image parameter; the message says which."""


@dataclass(frozen=True)
class Launch:
    """The launch settings that apply now.

    `user_data` is base64, or text that still awaits its log group; `digests` tells, by setting, what the release was
    made from; `waiting` names the settings that changed but wait for the color's next release; `recorded_fleet` is
    the fleet on record, None where there is none.
    """

    release: str
    image: str
    instance_type: str
    user_data: str
    digests: Mapping[str, str]
    waiting: tuple[str, ...] = ()
    recorded_fleet: str | None = None

    @property
    def version(self) -> str:
        """Changes exactly when a new fleet is due; known in preview, and blind to tags and capacity."""
        return version(self.release, self.image, self.digests)


def encode(user_data: str) -> str:
    """USER_DATA in base64, as a launch template takes it; what is base64 already stays (a script begins with #)."""
    return base64.b64encode(user_data.encode()).decode() if user_data.startswith("#") else user_data


def decide(
    declared: Launch,
    record: ReleaseRecord | None,
    *,
    must_stay: bool,
    resolve: Callable[[], str],
    running: Callable[[str], Running],
) -> Launch:
    """DECLARED as it may apply now, given the color's RECORD.

    What a color runs is fixed at its release. A new release takes everything as declared. While the release stays, its
    image stays resolved as it was; and while the color MUST_STAY, since it carries traffic or is the way back, nothing
    of it changes, and what would have is named. RESOLVE turns the image setting into an image id, RUNNING reads what a
    fleet was launched from.
    """
    launch = _decide(declared, record, must_stay=must_stay, resolve=resolve, running=running)
    return replace(launch, recorded_fleet=record.fleet if record else None)


def _decide(
    declared: Launch,
    record: ReleaseRecord | None,
    *,
    must_stay: bool,
    resolve: Callable[[], str],
    running: Callable[[str], Running],
) -> Launch:
    if record is None or record.release != declared.release:
        return _with_image(declared, resolve())
    changed = tuple(sorted(name for name, value in declared.digests.items() if record.digests.get(name) != value))
    if not must_stay:
        return _with_image(declared, resolve() if "image" in changed else record.image)
    if "image" not in changed and _published(resolve, record.image) != record.image:
        changed = ("image", *changed)
    if not changed:
        return _with_image(declared, record.image)
    fixed = running(record.fleet)
    return Launch(record.release, record.image, fixed.instance_type, fixed.user_data, record.digests, changed)


def _published(resolve: Callable[[], str], known: str) -> str:
    try:
        return resolve()
    except UnresolvedImageError:
        # Only a note depends on it: a parameter that is gone must not stop a change of the live color's capacity.
        return known


def _with_image(launch: Launch, image: str) -> Launch:
    return Launch(launch.release, image, launch.instance_type, launch.user_data, launch.digests)
