"""The roles that GitHub Actions takes in AWS, without any stored key."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.ci.policies import ENVIRONMENTS, ROLES, Place, policy, trust

ISSUER = "https://token.actions.githubusercontent.com"
"""Of GitHub's tokens (GitHub docs, "Configuring OpenID Connect in Amazon Web Services")."""

AUDIENCE = "sts.amazonaws.com"
"""What the official action asks its tokens for (as above)."""

SESSION_SECONDS = 3600
"""The least that IAM takes; a switch with a longer bake asks for more (IAM API reference, CreateRole)."""


class CiRolesArgs(TypedDict):
    """What CI's roles are made of."""

    place: Place
    """Where the stacks live, and which repository may change them."""
    has_provider: NotRequired[bool]
    """Whether the account trusts GitHub's tokens already: it can do so once. Defaults to False."""
    permissions_boundary: NotRequired[str]
    """ARN of a policy beyond which no role goes, whatever its own policy allows."""
    session_seconds: NotRequired[int]
    """How long a job's credentials last at most. Defaults to 3600."""


class CiRoles(pulumi.ComponentResource):
    """GitHub's identity provider, and the roles of the GitHub environments."""

    role_arns: pulumi.Output[dict[str, str]]
    """The roles by what they are for, such as `switch`."""

    def __init__(self, name: str, args: CiRolesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Declare the roles NAME from ARGS."""
        super().__init__("bluegreen:index:CiRoles", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        if not args.get("has_provider", False):
            aws.iam.OpenIdConnectProvider(f"{name}-github", url=ISSUER, client_id_lists=[AUDIENCE], opts=child)
        roles = {role: self._role(role, args, child) for role in ROLES}
        self.role_arns = pulumi.Output.all(**{role: made.arn for role, made in roles.items()})
        self.register_outputs({"role_arns": self.role_arns})

    def _role(self, role: str, args: CiRolesArgs, opts: pulumi.ResourceOptions) -> aws.iam.Role:
        place = args["place"]
        made = aws.iam.Role(
            role,
            name=place.role_name(role),
            assume_role_policy=json.dumps(trust(role, place)),
            description=f"What GitHub Actions may do in {' and '.join(ENVIRONMENTS[role])}",
            max_session_duration=args.get("session_seconds", SESSION_SECONDS),
            permissions_boundary=args.get("permissions_boundary"),
            opts=opts,
        )
        aws.iam.RolePolicy(role, role=made.name, policy=json.dumps(policy(role, place)), opts=opts)
        return made
