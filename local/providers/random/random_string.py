"""random:index/randomString:RandomString."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.providers.values import Properties

TOKEN = "random:index/randomString:RandomString"  # noqa: S105 - a type token
OUTPUTS = frozenset({"result"})
DEFAULTS: Properties = {
    "lower": True,
    "minLower": 0,
    "minNumeric": 0,
    "minSpecial": 0,
    "minUpper": 0,
    "number": True,
    "numeric": True,
    "special": True,
    "upper": True,
}
REQUIRED = frozenset({"length"})

_SPECIAL = "!@#$%&*()-_=+[]{}<>:?"


def make(inputs: Properties) -> tuple[str, Properties]:
    """Return (id, outputs): `length` characters of the wanted classes, at least `min...` of each."""
    classes = {
        "Lower": string.ascii_lowercase,
        "Upper": string.ascii_uppercase,
        "Numeric": string.digits,
        "Special": inputs.get("overrideSpecial") or _SPECIAL,
    }
    wanted = {name: letters for name, letters in classes.items() if inputs.get(name.lower(), True)}
    drawn = [
        secrets.choice(letters) for name, letters in wanted.items() for _ in range(int(inputs.get(f"min{name}", 0)))
    ]
    every = "".join(wanted.values())
    drawn += [secrets.choice(every) for _ in range(int(inputs["length"]) - len(drawn))]
    secrets.SystemRandom().shuffle(drawn)
    result = "".join(drawn)
    return result, {"result": result}
