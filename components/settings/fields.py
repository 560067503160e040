"""Every setting there is: the table that the reader, the README and the error messages share."""

from typing import Any

from components.settings import environment_fields, router_fields, shared_fields, switching_fields, watch_fields
from components.settings.environment_fields import *  # noqa: F403  one table, written in five files
from components.settings.field import Field
from components.settings.router_fields import *  # noqa: F403  as above
from components.settings.shared_fields import *  # noqa: F403  as above
from components.settings.switching_fields import *  # noqa: F403  as above
from components.settings.watch_fields import *  # noqa: F403  as above

FIELDS: tuple[Field[Any], ...] = tuple(
    value
    for part in (router_fields, switching_fields, watch_fields, environment_fields, shared_fields)
    for value in vars(part).values()
    if isinstance(value, Field)
)
"""Every setting, in the order of the README's table."""
