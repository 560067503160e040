"""The release record: what a color runs, and the proof that it got healthy.

It is an SSM parameter beside the fleet, written last, and only when the fleet it names is healthy. So it is also the
color's checkpoint: as long as it names the old fleet, the old fleet stays.
"""

import json
from dataclasses import asdict, dataclass, field

from components import cloud


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


def read_release_record(parameter: str) -> ReleaseRecord | None:
    """The record that PARAMETER (an SSM parameter's name) holds; None when there is none.

    Raises one of `cloud.UNREACHABLE` when AWS can't be asked, ValueError when the value was changed by hand beyond use.
    """
    try:
        answer = cloud.ssm().get_parameter(Name=parameter)
    except cloud.UNREACHABLE as error:
        if cloud.code(error) == "ParameterNotFound":
            return None
        raise
    return ReleaseRecord.from_json(answer["Parameter"].get("Value", ""))
