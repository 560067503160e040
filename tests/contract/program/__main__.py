"""The project's program with single properties changed, as the setting `contract:changes` says.

It is JSON: `[{"type": "Vpc", "name": "network", "property": "cidr_block", "value": "10.9.0.0/16"}]`.
"""

import json
import os
import runpy
import sys
from pathlib import Path
from typing import Any

import pulumi

PROJECT = Path(__file__).resolve().parent.parent.parent.parent

changes: list[dict[str, Any]] = json.loads(pulumi.Config("contract").get("changes") or "[]")


def change(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
    """Apply the changes that name this resource."""
    wanted = [c for c in changes if c["name"] == args.name and args.type_.endswith(f":{c['type']}")]
    if not wanted:
        return None
    properties = dict(args.props) | {c["property"]: c["value"] for c in wanted}
    return pulumi.ResourceTransformationResult(properties, args.opts)


pulumi.runtime.register_stack_transformation(change)
os.chdir(PROJECT)
sys.path.insert(0, str(PROJECT))
runpy.run_path(str(PROJECT / "__main__.py"), run_name="__main__")
