"""Property values on the wire: Pulumi's encoding of them in protobuf structs.

Source of the signatures: pulumi/sdk `resource/plugin/rpc.go` and `pulumi.runtime.rpc`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from google.protobuf import struct_pb2

from local.providers.values import UNKNOWN, Output, Properties, Secret, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a mark, and public
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN_STRING: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

_EXACT: Final = 2**53
"""Beyond it a float skips whole numbers, so that it is left as it is."""


def decode(message: struct_pb2.Struct) -> Properties:
    """Return the properties in MESSAGE, with whole numbers as ints."""
    return {key: _decode_value(value) for key, value in message.fields.items()}


def encode(properties: Mapping[str, Value]) -> struct_pb2.Struct:
    """Return the struct for PROPERTIES; the opposite of `decode`."""
    message = struct_pb2.Struct()
    for key, value in properties.items():
        message.fields[key].CopyFrom(_encode_value(value))
    return message


def _decode_value(value: struct_pb2.Value) -> Value:
    match value.WhichOneof("kind"):
        case "string_value":
            return UNKNOWN if value.string_value == UNKNOWN_STRING else value.string_value
        case "number_value":
            return _number(value.number_value)
        case "bool_value":
            return value.bool_value
        case "list_value":
            return [_decode_value(item) for item in value.list_value.values]
        case "struct_value":
            return _decode_struct(value.struct_value)
        case _:
            return None


def _number(number: float) -> float:
    whole = number.is_integer() and abs(number) < _EXACT
    return int(number) if whole else number


def _decode_struct(message: struct_pb2.Struct) -> Value:
    signature = message.fields[SIGNATURE].string_value if SIGNATURE in message.fields else None
    inner = decode(message)
    if signature == SECRET:
        return Secret(inner.get("value"))
    if signature == OUTPUT:
        return Output(inner.get("value", UNKNOWN), inner.get("secret", False), tuple(inner.get("dependencies") or ()))
    return inner


def _encode_value(value: Value) -> struct_pb2.Value:  # noqa: PLR0911 - one per kind
    if value is UNKNOWN:
        return struct_pb2.Value(string_value=UNKNOWN_STRING)
    match value:
        case None:
            return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
        case bool():
            return struct_pb2.Value(bool_value=value)
        case int() | float():
            return struct_pb2.Value(number_value=value)
        case str():
            return struct_pb2.Value(string_value=value)
        case list() | tuple():
            items = struct_pb2.ListValue(values=[_encode_value(item) for item in value])
            return struct_pb2.Value(list_value=items)
        case Secret():
            return struct_pb2.Value(struct_value=encode({SIGNATURE: SECRET, "value": value.value}))
        case Output():
            return struct_pb2.Value(struct_value=_encode_output(value))
        case _:
            return struct_pb2.Value(struct_value=encode(value))


def _encode_output(output: Output) -> struct_pb2.Struct:
    properties: Properties = {SIGNATURE: OUTPUT}
    if output.value is not UNKNOWN:
        properties["value"] = output.value
    if output.secret:
        properties["secret"] = True
    if output.dependencies:
        properties["dependencies"] = list(output.dependencies)
    return encode(properties)
