"""Takes settings from a stack's raw configuration and collects what is wrong with them."""

import difflib
from collections.abc import Collection, Mapping
from typing import TypeVar

from components.settings.field import SHARED, Field
from components.settings.fields import FIELDS
from components.settings.problems import Problem, SettingsError

T = TypeVar("T")

NAMESPACE = "bluegreen"
"""The project that this repository is, before `bluegreen init` makes it a service's."""


class Reader:
    """One pass over a stack's settings. CONFIGURATION maps full keys (`PROJECT:release`) to their text.

    SECRETS are the full keys that are encrypted: none of ours may be, since all of them end in plain sight.
    """

    def __init__(
        self, stack: str, configuration: Mapping[str, str], secrets: Collection[str] = (), project: str = NAMESPACE
    ) -> None:
        """STACK is the stack's name, for the messages; PROJECT's name is what its own keys begin with."""
        prefix = f"{project}:"
        self.stack = stack
        self.secrets = {key.removeprefix(prefix) for key in secrets}
        self.texts = {key.removeprefix(prefix): text for key, text in configuration.items() if key.startswith(prefix)}
        self.problems: list[Problem] = []
        if project != NAMESPACE:
            self._check_project(project, configuration)

    def has(self, field: Field[T]) -> bool:
        """Whether the stack sets FIELD."""
        return field.key in self.texts

    def take(self, field: Field[T]) -> T:
        """FIELD's value; a problem noted, and the default or a stand-in returned, when there is none to be had."""
        text = self.texts.get(field.key)
        if text is None:
            if field.required:
                self.refuse(field, None)
            return field.default
        try:
            return field.read(text)
        except ValueError:
            self.refuse(field, text)
            return field.default

    def refuse(self, field: Field[T], text: str | None) -> None:
        """Note that FIELD's TEXT is not allowed, or missing where it is None."""
        self.note(field.key, text, field.allowed, field.command)

    def refused(self, field: Field[T]) -> bool:
        """Whether a problem with FIELD was noted."""
        return any(problem.key == field.key for problem in self.problems)

    def note(self, key: str, text: str | None, allowed: str, command: str) -> None:
        """Note a problem; a secret's TEXT is not shown."""
        shown = "[secret]" if key in self.secrets else text
        self.problems.append(Problem(key, shown, allowed, f"{command} --stack {self.stack}"))

    def check_keys(self, role: str) -> None:
        """Note every key that nobody knows, that belongs to the other role, or that is encrypted."""
        known = {field.key: field for field in FIELDS}
        for key, text in sorted(self.texts.items()):
            field = known.get(key)
            if field is None:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)[0]
                self.note(key, text, f"there is no such setting, the nearest is {near}", f"pulumi config rm {key}")
            elif field.strict and field.role not in {role, SHARED}:
                allowed = f"it belongs to the {field.role}, and this stack is the {role}"
                self.note(key, text, allowed, f"pulumi config rm {key}")
            elif key in self.secrets:
                self.note(
                    key,
                    text,
                    "it ends in user data, state or tags, so name a secret's ARN in app_secrets instead",
                    f"pulumi config rm {key}",
                )

    def _check_project(self, project: str, configuration: Mapping[str, str]) -> None:
        """Note where CONFIGURATION holds settings of the project that PROJECT was made from: nobody reads them."""
        left = sorted(key for key in configuration if key.startswith(f"{NAMESPACE}:"))
        if left:
            allowed = f"the settings of the project {project} begin with {project}:"
            self.problems.append(Problem(left[0], configuration[left[0]], allowed, f"bluegreen init {project}"))

    def finish(self) -> None:
        """Raise SettingsError with every problem noted, if there are any."""
        if self.problems:
            raise SettingsError(self.stack, self.problems)
