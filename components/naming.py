"""Names that AWS needs to be fixed, and the limits of those that Pulumi makes up.

Everything else is auto-named: a fixed name on a target group or a load balancer turns its replacement into
delete-before-create, which a listener in use refuses (pulumi/pulumi-aws#4220).
"""

TARGET_GROUP_LIMIT = 32
"""Characters (ELB API reference, CreateTargetGroup, "Name"). Pulumi's suffix takes 8 of them."""


def release_parameter(service: str, stack: str) -> str:
    """Name of the SSM parameter that holds a color's release record."""
    return f"/bluegreen/{service}/{stack}/release"


def intent_parameter(service: str, stack: str) -> str:
    """Name of the SSM parameter in which a color's deployment says that it is under way."""
    return f"/bluegreen/{service}/{stack}/intent"


def active_parameter(service: str, stack: str) -> str:
    """Name of the SSM parameter that follows the listener and names the active color."""
    return f"/bluegreen/{service}/{stack}/active"


def log_group(service: str, stack: str, suffix: str) -> str:
    """Name of a color's log group.

    SUFFIX makes it unique: the log agent of a terminating instance can bring a deleted group back, and the rebuilt
    color would then fail on a name that exists (CloudWatch Logs API reference, CreateLogGroup).
    """
    return f"/bluegreen/{service}/{stack}/{suffix}"


def sibling(stack: str, role: str, sibling_role: str) -> str | None:
    """The stack beside STACK that has another role: `staging-blue` -> `staging-router`; None when STACK does not say.

    The role is a whole word of the name, and its last occurrence counts: a prefix may hold any word.
    """
    words = stack.replace("_", "-").replace(".", "-").split("-")
    if role not in words:
        return None
    index = len(words) - 1 - words[::-1].index(role)
    start = sum(len(word) + 1 for word in words[:index])
    return stack[:start] + sibling_role + stack[start + len(role) :]
