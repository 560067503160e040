"""The policy pack: `pulumi preview --policy-pack policy`. How the rules of `rules/` meet the engine, and no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_policy import (  # pyright: ignore[reportMissingImports]  the pack has an environment of its own
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UnknownValueError  # pyright: ignore[reportMissingImports]  as above
from rules import RULES
from rules.exceptions import SCHEMA
from rules.resource import UNKNOWN, Resource, plain

if TYPE_CHECKING:
    from rules.rule import Rule


def policy_of(rule: Rule) -> Policy:
    """RULE as the engine asks it: before each resource is written, or once all of the stack is known."""
    described: dict[str, Any] = {
        "name": rule.name,
        "description": f"{rule.forbids}: {rule.why}.",
        "remediation_steps": rule.comply,
        "url": rule.source,
        "config_schema": PolicyConfigSchema(SCHEMA),
    }

    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        resource = _resource(args, {})
        for problem in rule.problems(resource, [resource], _accepted(args)):
            report(problem, args.urn)

    def validate_stack(args: StackValidationArgs, report: ReportViolation) -> None:
        stack = [
            _resource(one, {key: [other.urn for other in needed] for key, needed in one.property_dependencies.items()})
            for one in args.resources
        ]
        for resource in stack:
            for problem in rule.problems(resource, stack, _accepted(args)):
                report(problem, resource.urn)

    if rule.of_the_stack:
        return StackValidationPolicy(validate=validate_stack, **described)
    return ResourceValidationPolicy(validate=validate, **described)


def _resource(args: Any, dependencies: dict[str, list[str]]) -> Resource:  # noqa: ANN401  a resource of either kind
    return Resource(
        type=args.resource_type,
        name=args.name,
        urn=args.urn,
        properties=plain(args.props, _at),
        protect=bool(args.opts.protect),
        ignored=tuple(args.opts.ignore_changes),
        dependencies=dependencies,
    )


def _at(properties: Any, key: Any) -> Any:  # noqa: ANN401  the engine's values
    try:
        return properties[key]
    except UnknownValueError:
        return UNKNOWN


def _accepted(args: ResourceValidationArgs | StackValidationArgs) -> list[Any]:
    return list(args.get_config().get("accept") or [])


PolicyPack(
    name="bluegreen",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[policy_of(rule) for rule in RULES],
)
