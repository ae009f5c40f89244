"""The same declaration as JSON Schema, so that an editor can complete and check what a person types."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from fazhi_metrics.declared.settings import members

_SCALARS: Final[Mapping[Any, Mapping[str, Any]]] = {
    Any: {},
    bool: {"type": "boolean"},
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": "number"},
    dt.datetime: {"type": "string", "format": "date-time"},
    dt.date: {"type": "string", "format": "date"},
    dt.time: {"type": "string", "format": "time"},
}


def json_schema(cls: type) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a declared dataclass; nested dataclasses stand under `$defs`.

    A field that is read by a hook may be anything here.
    """
    found: dict[str, Any] = {}
    schema = _schema(cls, found)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "$defs": found}


def _schema(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    origin, inside = get_origin(kind), get_args(kind)
    if kind in _SCALARS:
        return dict(_SCALARS[kind])
    if origin is Annotated:
        return {
            **_schema(inside[0], found),
            **{k: v for limit in inside[1:] for k, v in limit.schema.items()},
        }
    if origin in (Union, types.UnionType):
        several = [_schema(each, found) for each in inside if each is not types.NoneType]
        return several[0] if len(several) == 1 else {"anyOf": several}
    if origin is Literal:
        return {"enum": list(inside)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [each.value for each in kind]}
    if origin is tuple and inside[-1] is ...:
        return {"type": "array", "items": _schema(inside[0], found)}
    if origin is tuple:
        size = len(inside)
        items = [_schema(each, found) for each in inside]
        return {"type": "array", "prefixItems": items, "minItems": size, "maxItems": size}
    if dataclasses.is_dataclass(kind):
        name = kind.__name__  # type: ignore[union-attr]
        if name not in found:
            found[name] = {}
            found[name] = _table(kind, found)
        return {"$ref": f"#/$defs/{name}"}
    return {"type": "object", "additionalProperties": _schema(inside[1], found)}


def _table(cls: Any, found: dict[str, Any]) -> dict[str, Any]:
    properties = {}
    for each in members(cls):
        schema = {} if each.setting.hook else _schema(each.kind, found)
        titled = {**schema, "title": each.setting.title} if each.setting.title else schema
        properties.update(dict.fromkeys((each.key, *each.setting.aliases), titled))
    table = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [each.key for each in members(cls) if each.required and not each.setting.aliases]
    return {**table, "required": required} if required else table
