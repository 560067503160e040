"""The policies of CI's roles, read from docs/iam and filled in."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "iam"

ROLES = ("preview", "deploy", "switch", "drill")
"""Each has a policy of its name."""

ENVIRONMENTS = {role: (role,) for role in ROLES} | {"switch": ("switch", "rollback")}
"""The GitHub environments whose jobs become each role: a rollback waits for nobody's approval, a switch may."""

INLINE_LIMIT = 10_240
"""Characters of all inline policies of a role, white space apart (IAM user guide, "IAM and AWS STS quotas")."""

MANAGED_LIMIT = 6_144
"""Characters of a managed policy, white space apart (as above), for whoever makes managed ones of them."""

PLACEHOLDER = re.compile(r"<([A-Z_]+)>")

NO_KEY = "00000000-0000-0000-0000-000000000000"
"""Stands for the key of a state that has none: a passphrase encrypts it."""


@dataclass(frozen=True)
class Place:
    """Where the stacks live, and which repository may change them.

    `repository` is what GitHub puts between `repo:` and `:environment:` of its tokens' subject: OWNER/REPO, or
    OWNER@ID/REPO@ID (GitHub docs, "OpenID Connect reference", "Immutable subject claims"). `stack_prefix` precedes
    every stack's and role's name. `state_key` is the id of the KMS key of the state; None where there is none.
    `project` is the Pulumi project's name, by which the state is sorted; None where that is the service's.
    """

    account_id: str
    region: str
    repository: str
    service: str
    state_bucket: str
    state_key: str | None = None
    stack_prefix: str = ""
    project: str | None = None

    def role_name(self, role: str) -> str:
        """The name of ROLE in AWS: `prod-bluegreen-switch`."""
        return f"{self.stack_prefix}bluegreen-{role}"


def policy(role: str, place: Place) -> dict[str, Any]:
    """What ROLE may do in PLACE: the identity policy of docs/iam. Raises KeyError for a placeholder unknown."""
    return _read(role, _values(place))


def trust(role: str, place: Place) -> dict[str, Any]:
    """Who may become ROLE: the jobs of PLACE's repository in its GitHub environments, and nobody else."""
    documents = [_read("trust", {**_values(place), "ENVIRONMENT": each}) for each in ENVIRONMENTS[role]]
    return {**documents[0], "Statement": [statement for each in documents for statement in each["Statement"]]}


def _values(place: Place) -> dict[str, str]:
    return {
        "ACCOUNT_ID": place.account_id,
        "PROJECT": place.project or place.service,
        "REGION": place.region,
        "REPOSITORY": place.repository,
        "SERVICE": place.service,
        "STACK_PREFIX": place.stack_prefix,
        "STATE_BUCKET": place.state_bucket,
        "STATE_KEY": place.state_key or NO_KEY,
    }


def _read(name: str, values: Mapping[str, str]) -> dict[str, Any]:
    text = (FOLDER / f"{name}.json").read_text()
    return json.loads(PLACEHOLDER.sub(lambda found: values[found[1]], text))
