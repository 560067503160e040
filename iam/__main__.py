"""The roles that GitHub Actions takes in AWS: a program of its own, since no role may change itself."""

import sys
from pathlib import Path

import pulumi
import pulumi_aws as aws

# The engine runs this folder, and the components lie beside it.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from components.ci.roles import CiRoles, CiRolesArgs
from components.ci.settings import read_place

config = pulumi.Config()
args: CiRolesArgs = {
    "place": read_place(config, aws.get_caller_identity().account_id),
    "has_provider": config.get_bool("has_provider") or False,
    "session_seconds": config.get_int("session_seconds") or 3600,
}
if boundary := config.get("permissions_boundary"):
    args["permissions_boundary"] = boundary
pulumi.export("role_arns", CiRoles("ci", args).role_arns)
