"""aws:iam/getPolicyDocument:getPolicyDocument: a policy document from statements, as Terraform words it."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.providers.values import Properties, Value

_LISTS = {
    "actions": "Action",
    "notActions": "NotAction",
    "resources": "Resource",
    "notResources": "NotResource",
}


def policy_document(arguments: Properties) -> Properties:
    """Return `json`, `minifiedJson` and the arguments; lists of one become texts, longer ones are sorted."""
    document: Properties = {"Version": arguments.get("version") or "2012-10-17"}
    if arguments.get("policyId"):
        document["Id"] = arguments["policyId"]
    document["Statement"] = [_statement(statement) for statement in arguments.get("statements") or []]
    text = json.dumps(document, indent=2)
    return {
        **arguments,
        "id": str(zlib.crc32(text.encode())),
        "json": text,
        "minifiedJson": json.dumps(document, separators=(",", ":")),
        "version": document["Version"],
    }


def _statement(statement: Properties) -> Properties:
    result: Properties = {}
    if statement.get("sid"):
        result["Sid"] = statement["sid"]
    result["Effect"] = statement.get("effect") or "Allow"
    for ours, aws in _LISTS.items():
        if statement.get(ours):
            result[aws] = _short(statement[ours])
    for ours, aws in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if statement.get(ours):
            result[aws] = _principals(statement[ours])
    if statement.get("conditions"):
        result["Condition"] = _conditions(statement["conditions"])
    return result


def _principals(principals: Value) -> Value:
    named: dict[str, list[str]] = {}
    for principal in principals:
        named.setdefault(principal["type"], []).extend(principal["identifiers"])
    if named == {"*": ["*"]}:
        return "*"
    return {kind: _short(identifiers) for kind, identifiers in named.items()}


def _conditions(conditions: Value) -> Value:
    tests: dict[str, Properties] = {}
    for condition in conditions:
        tests.setdefault(condition["test"], {})[condition["variable"]] = _short(condition["values"])
    return tests


def _short(values: Value) -> Value:
    ordered = sorted(set(values), reverse=True)
    return ordered[0] if len(ordered) == 1 else ordered
