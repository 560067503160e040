"""The release record: what a color runs, and the proof that it got healthy.

It is an SSM parameter beside the fleet, written last, and only when the fleet it names is healthy. So it is also the
color's checkpoint: as long as it names the old fleet, the old fleet stays.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

DIGEST_LENGTH = 12
"""Hexadecimal digits: enough to tell two settings apart, short enough for a parameter of 4 KB."""


def digest(text: str) -> str:
    """A short digest of TEXT."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


def version(release: str, image: str, digests: Mapping[str, str]) -> str:
    """Changes exactly when a new fleet is due; known in preview, and blind to tags and capacity."""
    parts = [f"release={release}", f"image={image}"]
    return digest("\n".join([*parts, *(f"{name}={value}" for name, value in sorted(digests.items()))]))


@dataclass(frozen=True)
class ReleaseRecord:
    """One color's release as it stands.

    `image` is the resolved image id; `digests` holds, by launch setting, a digest of what the release was made from;
    `fleet` is the name of the auto scaling group; `target_group` its ARN, so that whoever holds the record can ask
    whether the color carries traffic; `parked` says that it was declared with no instances.
    """

    release: str
    image: str
    fleet: str
    target_group: str
    parked: bool = False
    digests: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def version(self) -> str:
        """What the fleet on record was made from, as `version` tells it."""
        return version(self.release, self.image, self.digests)

    def to_json(self) -> str:
        """The parameter's value; the same text for the same record."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "ReleaseRecord":
        """The record in a parameter's value; raises ValueError when TEXT is none."""
        try:
            return cls(**json.loads(text))
        except TypeError as error:
            raise ValueError(f"not a release record: {error}") from error
