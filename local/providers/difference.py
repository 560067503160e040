"""How what is differs from what is wanted, path by path, as `pulumi preview --diff` shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from local.providers.property import Property, normal
from local.providers.values import DEFAULTS, UNKNOWN, Value, is_empty, is_zero

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Difference:
    """One property that changes, e.g. `defaultActions[0].forward.targetGroups[1].weight`."""

    path: str
    kind: Literal["add", "delete", "update"]

    @property
    def top(self) -> str:
        """The name of the resource's property that it lies in."""
        return self.path.split(".")[0].split("[")[0]


def differences(schema: Property, path: str, old: Value, new: Value) -> Iterator[Difference]:
    """Yield how NEW, as the program wants it, differs from OLD, as the state has it.

    What the program leaves out is no difference when AWS decides it or when its default is what is there.
    """
    if new is None:
        new = schema.default
    if new is UNKNOWN:
        yield Difference(path, "add" if is_empty(old) else "update")
    elif (new is None and schema.computed) or (is_zero(old) and is_zero(new)):
        return
    elif new is None or new == "":
        yield from _deleted(schema, path, old)
    else:
        yield from _of_values(schema, path, old, new)


def _of_values(schema: Property, path: str, old: Value, new: Value) -> Iterator[Difference]:
    if schema.kind == "block":
        yield from _of_block(schema, path, old, new)
    elif schema.kind == "map":
        yield from _of_map(schema, path, old or {}, new)
    elif schema.kind == "list":
        yield from _of_pairs(schema, path, list(_by_position(old or [], new)))
    elif schema.kind == "set" and UNKNOWN in new:
        # Which elements stay can't be said, so that the official provider names the set as a whole.
        yield Difference(path, "add" if is_empty(old) else "update")
    elif schema.kind == "set":
        yield from _of_pairs(schema, path, list(pairs(schema, old or [], new)))
    elif normal(schema.kind, old) != normal(schema.kind, new):
        yield Difference(path, "add" if is_empty(old) else "update")


def same(schema: Property, old: Value, new: Value) -> bool:
    """Tell whether NEW asks for nothing that OLD is not."""
    return next(differences(schema, "", old, new), None) is None


def pairs(schema: Property, old: list[Value], new: list[Value]) -> Iterator[tuple[int, Value, Value]]:
    """Yield (position, old, new) for the elements of a set: equal ones, then ones of one key, then the rest."""
    element = _element(schema)
    left = dict(enumerate(old))
    wanted = dict(enumerate(new))
    for test in (lambda a, b: same(element, a, b), lambda a, b: _same_key(schema, a, b)):
        for position, value in list(wanted.items()):
            match = next((at for at, candidate in left.items() if test(candidate, value)), None)
            if match is not None:
                yield position, left.pop(match), value
                del wanted[position]
    rest = list(left.items())
    for position, value in wanted.items():
        yield position, (rest.pop(0)[1] if rest else None), value
    for position, value in rest:
        yield position, value, None


def related(schema: Property, old: Value, new: Value) -> bool:
    """Tell whether two elements of a set are the same thing, be it with other values."""
    return _same_key(schema, old, new) or same(_element(schema), old, new)


def _same_key(schema: Property, old: Value, new: Value) -> bool:
    return bool(schema.key) and isinstance(new, dict) and old.get(schema.key) == new.get(schema.key)


def _element(schema: Property) -> Property:
    if schema.element is None:
        raise TypeError(f"a {schema.kind} needs an element")
    return schema.element


def _by_position(old: list[Value], new: list[Value]) -> Iterator[tuple[int, Value, Value]]:
    for position in range(max(len(old), len(new))):
        yield (
            position,
            old[position] if position < len(old) else None,
            new[position] if position < len(new) else None,
        )


def _of_pairs(schema: Property, path: str, found: list[tuple[int, Value, Value]]) -> Iterator[Difference]:
    for position, old, new in sorted(found, key=lambda pair: pair[0]):
        at = f"{path}[{position}]"
        if old is None:
            yield Difference(at, "add")
        elif new is None:
            yield Difference(at, "delete")
        else:
            yield from differences(_element(schema), at, old, new)


def _of_block(schema: Property, path: str, old: Value, new: Value) -> Iterator[Difference]:
    if old is None:
        yield Difference(path, "add")
        return
    for name, inner in schema.fields.items():
        yield from differences(inner, f"{path}.{name}", old.get(name), new.get(name))


def _of_map(schema: Property, path: str, old: dict[str, Value], new: dict[str, Value]) -> Iterator[Difference]:
    for key in sorted((set(old) | set(new)) - {DEFAULTS}):
        at = f"{path}.{key}" if key.replace("_", "").isalnum() else f'{path}["{key}"]'
        if key not in new:
            yield Difference(at, "delete")
        elif key not in old:
            yield Difference(at, "add")
        else:
            yield from differences(_element(schema), at, old[key], new[key])


def _deleted(schema: Property, path: str, old: Value) -> Iterator[Difference]:
    if schema.kind == "map":
        yield from _of_map(schema, path, old, {})
    elif schema.kind in ("list", "set"):
        yield from (Difference(f"{path}[{position}]", "delete") for position in range(len(old)))
    else:
        yield Difference(path, "delete")
