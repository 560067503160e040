"""What all rules have in common: what they tell, what may be accepted, and what they read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jsonschema
import pytest

from policy.rules import RULES
from policy.rules.exceptions import SCHEMA
from policy.rules.log_retention import LOG_RETENTION
from policy.rules.resource import UNKNOWN, Resource, plain

LOGS = Resource("aws:cloudwatch/logGroup:LogGroup", "audit")
ACCEPTED = {"resource": "aws:cloudwatch/logGroup:LogGroup::audit", "because": "the law says ten years, kept by hand"}


def test_a_problem_says_what_to_do_and_where_it_is_written() -> None:
    """In one line, after what is wrong."""
    (told,) = LOG_RETENTION.problems(LOGS, [LOGS])
    assert told == f"its logs are kept forever. {LOG_RETENTION.comply}. See {LOG_RETENTION.source}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_documented(rule: Any) -> None:
    """Name, what, why, source and how to comply; a name that configuration can use."""
    assert rule.name.replace("-", "").isalnum()
    assert rule.forbids[0].isupper() or rule.forbids[0] == "`"
    assert rule.why
    assert rule.source.startswith(("https://docs.aws.amazon.com/", "https://www.pulumi.com/docs/"))
    assert rule.comply
    assert not any(text.endswith(".") for text in (rule.forbids, rule.why, rule.comply))


def test_names_are_unique() -> None:
    """The engine refuses a pack that has one twice."""
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_an_exception_lets_its_resource_pass() -> None:
    """For that rule, with a reason."""
    assert LOG_RETENTION.problems(LOGS, [LOGS], [ACCEPTED]) == []


@pytest.mark.parametrize(
    "accepted",
    [
        ACCEPTED | {"resource": "aws:cloudwatch/logGroup:LogGroup::audits"},
        ACCEPTED | {"resource": "aws:cloudwatch/logGroup:LogGroup"},
        ACCEPTED | {"resource": "audit"},
        ACCEPTED | {"resource": "*"},
        ACCEPTED | {"because": " "},
        {"resource": ACCEPTED["resource"]},
        ACCEPTED["resource"],
        None,
    ],
)
def test_an_exception_is_inert_for_anything_else(accepted: object) -> None:
    """Another name, a pattern, or no reason."""
    assert LOG_RETENTION.problems(LOGS, [LOGS], [accepted])


def test_the_schema_of_an_exception_asks_for_both() -> None:
    """The engine refuses a configuration that lacks the reason, before any rule runs."""
    schema = {"type": "object", "properties": SCHEMA, "additionalProperties": False}
    jsonschema.validate({"accept": [ACCEPTED]}, schema)
    for wrong in ({"accept": [{"resource": "x"}]}, {"accept": [ACCEPTED | {"because": ""}]}, {"accepted": []}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


class _Guarded(Mapping[str, Any]):
    """Properties as the engine hands them over: a look at one that is unknown raises."""

    def __init__(self, known: dict[str, Any], unknown: set[str]) -> None:
        self._known, self._unknown = known, unknown

    def __getitem__(self, key: str) -> Any:
        if key in self._unknown:
            raise LookupError(key)
        return self._known[key]

    def __iter__(self) -> Any:
        return iter([*self._known, *self._unknown])

    def __len__(self) -> int:
        return len(self._known) + len(self._unknown)


def test_one_unknown_property_does_not_hide_the_others() -> None:
    """A rule would else not be asked at all in the preview of a new stack."""

    def at(container: Any, key: Any) -> Any:
        try:
            return container[key]
        except LookupError:
            return UNKNOWN

    given = _Guarded({"port": 80, "actions": [_Guarded({"type": "forward"}, {"arn"})]}, {"id"})
    assert plain(given, at) == {"port": 80, "actions": [{"type": "forward", "arn": UNKNOWN}], "id": UNKNOWN}
